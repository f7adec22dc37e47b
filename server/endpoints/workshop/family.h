/*
 * family - an interface that workshops' programs speak: its name, and how it words an answer
 *
 * Each family has a folder with an adapter that turns its messages into one submission (message.h, record.h).
 * What is said is one table for all; a family decides only on the form. Answers are HTTP 200 in raw UTF-8
 * whatever happened: one known program searches the bytes for 新增成功, others give up at any other status.
 */
#pragma once

#include "core/exchange.h"
#include "endpoints/workshop/upload.h"

/* clang-format off */
/*         name           code   status text.  1, -1, -2, -10, -11 and -99 are the interfaces', the others ours. */
#define INTERFACE_STATUSES(STATUS) \
    STATUS(REGISTERED,    "1",   "注册成功") \
    STATUS(TOKEN,         "1",   "获取成功") \
    STATUS(ADDED,         "1",   "新增成功") \
    STATUS(CHANGED,       "1",   "修改成功") \
    STATUS(DELETED,       "1",   "删除成功") \
    STATUS(FOUND,         "1",   "查询成功") \
    STATUS(INVALID,       "-1",  "参数无效") \
    STATUS(FORMAT,        "-2",  "参数格式不对") \
    STATUS(NO_COMPANY,    "-10", "企业不存在") \
    STATUS(PASSWORD,      "-11", "密码错误") \
    STATUS(EXISTS,        "-12", "企业已注册，密码不符") \
    STATUS(TOO_LARGE,     "-13", "报文超过大小上限") \
    STATUS(NO_TOKEN,      "-20", "令牌无效或已过期，请重新获取") \
    STATUS(QUARANTINED,   "-30", "数据未入档，已隔离待更正") \
    STATUS(NO_RECORD,     "-31", "维修记录不存在") \
    STATUS(TOO_MANY,      "-40", "请求过于频繁，请稍后再试") \
    STATUS(BUSY,          "-98", "系统繁忙，请稍后重新上传") \
    STATUS(FAILED,        "-99", "系统异常，请稍后重新上传")
/* clang-format on */

enum interface_status {
#define STATUS(name, code, text) STATUS_##name,
    INTERFACE_STATUSES(STATUS)
#undef STATUS
};

const char *interface_code(enum interface_status status);
const char *interface_text(enum interface_status status);

struct family {
    const char *name; /* as it is stored with what came by it */
    /* Ends the exchange. `detail` follows the status text after a colon, or NULL; `extra` is further JSON
     * members with a leading comma, or NULL. */
    void (*tell)(struct exchange *x, enum interface_status status, const char *detail, const char *extra);
};

/* The form that most have: an object with `code` and `status`. */
void family_tell_flat(struct exchange *x, enum interface_status status, const char *detail,
                      const char *extra);
/* That object, for those who put it into another one. */
const char *family_object(struct exchange *x, enum interface_status status, const char *detail,
                          const char *extra);

/* What a fault is called here, and likewise what became of an upload; `extra` goes with what was stored. */
enum interface_status family_status_of(enum fault fault);
void family_tell_fault(struct exchange *x, const struct family *family, enum fault fault);
void family_tell_upload(struct exchange *x, const struct family *family, const struct upload_told *told,
                        const char *extra);
