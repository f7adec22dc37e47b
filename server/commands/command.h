#pragma once
int command_settings(int argc, char **argv);
int command_keys(int argc, char **argv);
