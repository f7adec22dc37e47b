/*
 * answer - the codes of the signed interfaces: {code, message, data}, HTTP 200 whatever happened
 */
#pragma once

#include "core/exchange.h"
#include "core/fault.h"

/* clang-format off */
#define OPENAPI_CODES(CODE) \
    CODE(OK,           0,    "成功") \
    CODE(OTHER,        100,  "其他错误") \
    CODE(EXPIRED,      105,  "调用已过期，请校准时间") \
    CODE(DATA_EMPTY,   106,  "数据为空") \
    CODE(FIELD_EMPTY,  107,  "参数为空") \
    CODE(FIELD_WRONG,  108,  "参数错误") \
    CODE(TIMEOUT,      111,  "系统繁忙，请稍后重试") \
    CODE(TOO_LARGE,    112,  "文件过大") \
    CODE(INTERNAL,     113,  "系统内部错误") \
    CODE(DUPLICATE,    114,  "重复提交") \
    CODE(SIGNATURE,    104,  "签名错误") \
    CODE(APP_UNKNOWN,  3025, "appId 不存在") \
    CODE(BAD_PLATE,    2000, "车牌号错误") \
    CODE(BAD_VIN,      2001, "VIN 错误") \
    CODE(BAD_ORDER,    2002, "工单号错误") \
    CODE(NOT_FOUND,    2003, "维修记录不存在") \
    CODE(EXISTS,       2004, "维修记录已存在") \
    CODE(ITEMS_EMPTY,  2005, "维修项目为空") \
    CODE(QUANTITY,     2006, "配件数量小于 1") \
    CODE(CAR_PHOTO,    2007, "车辆照片超过 5 MB") \
    CODE(PERMIT_PHOTO, 2008, "行驶证照片超过 5 MB") \
    CODE(BAD_FUEL,     2009, "燃料类型错误") \
    CODE(BAD_USE,      2010, "使用性质错误")
/* clang-format on */

enum openapi_code {
#define CODE(name, number, message) OPENAPI_##name,
    OPENAPI_CODES(CODE)
#undef CODE
};

/* `detail` follows the message after a colon, or NULL; `data` is JSON, or NULL for none. */
void openapi_tell(struct exchange *x, enum openapi_code code, const char *detail, const char *data);
void openapi_explain(struct exchange *x, enum fault fault);
