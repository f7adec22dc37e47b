#include "history/finding.h"

#include <stddef.h>
#include <string.h>

/* clang-format off */
static const struct {
    const char *code, *told; /* told NULL: a note of our own */
    bool quarantine;
} findings[FINDING_COUNT] = {
    [FINDING_V1] = {"V1", "VIN 缺失或不是 17 位有效字符", true},
    [FINDING_V2] = {"V2", "VIN 第 9 位校验位不符", false},
    [FINDING_V3] = {"V3", NULL, false},
    [FINDING_V4] = {"V4", "VIN 第 10 位年份代码无效", false},
    [FINDING_V5] = {"V5", "VIN 属于测试专用号段，不接收维修记录", true},
    [FINDING_P1] = {"P1", "车牌号格式不符", false},
    [FINDING_D1] = {"D1", "送修日期或结算日期不合理（结算早于送修、晚于今天或早于 1990 年）", true},
    [FINDING_D3] = {"D3", "在厂时间超过 180 天", false},
    [FINDING_O1] = {"O1", "行驶里程超出 0 至 999999 公里", true},
    [FINDING_L1] = {"L1", "单项工时超过 24 小时", false},
    [FINDING_C2] = {"C2", "配件数量小于 1", false},
    [FINDING_N1] = {"N1", "有数字或日期无法识别，已按原文保存", false},
    [FINDING_T1] = {"T1", "文本中含有疑似个人信息", false},
};
/* clang-format on */

bool findings_quarantine(finding_set set)
{
    for (enum finding f = 0; f < FINDING_COUNT; f++)
        if ((set & (1u << f)) && findings[f].quarantine)
            return true;
    return false;
}

const char *finding_code(enum finding finding)
{
    return findings[finding].code;
}

const char *finding_told(enum finding finding)
{
    return findings[finding].told;
}

finding_set findings_parse(const char *text)
{
    finding_set set = 0;

    while (*text != '\0') {
        size_t length = strcspn(text, ",");

        for (enum finding f = 0; f < FINDING_COUNT; f++)
            if (strlen(findings[f].code) == length && memcmp(findings[f].code, text, length) == 0)
                set |= FINDING_BIT(f);
        text += length + (text[length] == ',');
    }
    return set;
}
