/*
 * serve - `chedang serve`: one event loop a processor, until SIGTERM
 */
#pragma once

int command_serve(int argc, char **argv);
