/*
 * command - the sub-commands of chedang that do their work and end
 *
 * argv[0] is the sub-command's name. Each has --help, refuses what it does not know with a sentence and exit
 * code 2, and says on standard error what went wrong; its answer is on standard output. 0: done; 1: failed,
 * or done in part.
 */
#pragma once

int command_client(int argc, char **argv);
int command_demo(int argc, char **argv);
int command_honey(int argc, char **argv);
int command_import(int argc, char **argv);
int command_key(int argc, char **argv);
int command_keys(int argc, char **argv);
int command_log(int argc, char **argv);
int command_migrate_check(int argc, char **argv);
int command_registry(int argc, char **argv);
int command_sandbox(int argc, char **argv);
int command_settings(int argc, char **argv);
int command_staff(int argc, char **argv);
int command_verify(int argc, char **argv);
int command_workshop(int argc, char **argv);
