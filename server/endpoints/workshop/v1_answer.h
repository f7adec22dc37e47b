/* v1_answer - the codes of the v1 interface */
#pragma once

#include "core/exchange.h"

/* clang-format off */
/*       name          code   status text.  The first six are the interface's, the others ours. */
#define V1_CODES(CODE) \
    CODE(REGISTERED,   "1",   "注册成功") \
    CODE(TOKEN,        "1",   "获取成功") \
    CODE(ADDED,        "1",   "新增成功") \
    CODE(INVALID,      "-1",  "参数无效") \
    CODE(FORMAT,       "-2",  "参数格式不对") \
    CODE(NO_COMPANY,   "-10", "企业不存在") \
    CODE(PASSWORD,     "-11", "密码错误") \
    CODE(EXISTS,       "-12", "企业已注册，密码不符") \
    CODE(TOO_LARGE,    "-13", "报文超过大小上限") \
    CODE(NO_TOKEN,     "-20", "令牌无效或已过期，请重新获取") \
    CODE(QUARANTINED,  "-30", "数据未入档，已隔离待更正") \
    CODE(TOO_MANY,     "-40", "请求过于频繁，请稍后再试") \
    CODE(BUSY,         "-98", "系统繁忙，请稍后重新上传") \
    CODE(FAILED,       "-99", "系统异常，请稍后重新上传")
/* clang-format on */

enum v1_code {
#define CODE(name, code, status) V1_##name,
    V1_CODES(CODE)
#undef CODE
};

/* `detail` follows the status text after a colon, or NULL; `extra` is further JSON members with a leading
 * comma. */
void v1_answer(struct exchange *x, enum v1_code code, const char *detail, const char *extra);
