#include "core/fault.h"

static const struct {
    int status;
    const char *code, *title;
} faults[FAULT_COUNT] = {
#define FAULT(name, status, code, title) {status, code, title},
    FAULTS(FAULT)
#undef FAULT
};

int fault_status(enum fault fault)
{
    return faults[fault].status;
}

const char *fault_code(enum fault fault)
{
    return faults[fault].code;
}

const char *fault_title(enum fault fault)
{
    return faults[fault].title;
}
