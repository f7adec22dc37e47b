/* Names of persons: by a title, by a label before, or as people call each other. */
#include <string.h>

#include "history/scrub_finders.h"

static const struct hidden nothing;

/* Whether the character at `text` is one of those in `characters`. */
static bool is_one_of(const char *text, const char *characters)
{
    for (const char *at = characters; *at != '\0'; at += HAN)
        if (at[0] == text[0] && at[1] == text[1] && at[2] == text[2])
            return true;
    return false;
}

/* The commonest family names: together more than four people of five. */
static bool is_family_name(const char *text)
{
    static const char names[] =
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于"
        "杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙史陶"
        "贺毛郝顾龚邵万覃武钱戴严莫孔向常汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳"
        "甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时"
        "穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙"
        "荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝傅";

    return is_one_of(text, names);
}

/* Of these only, where no label says that it is a name: none of them begins a word of the workshop. */
static bool is_plain_family_name(const char *text)
{
    static const char names[] =
        "王李张刘陈杨赵吴周徐孙朱胡郭林罗郑梁谢宋唐许韩邓冯曹彭肖董潘袁蔡蒋杜魏苏吕卢姚沈姜崔谭范汪廖韦贾邹孟"
        "秦邱侯尹薛闫陶贺郝龚邵覃戴莫马黄何高钱田叶程丁熊史顾";

    return is_one_of(text, names);
}

static size_t double_name_at(const char *text)
{
    static const char *const names[] = {"欧阳", "上官", "司马", "诸葛", "皇甫", "令狐", "慕容", "司徒",
                                        "尉迟", "夏侯", "东方", "公孙", "端木", "宇文", "长孙", NULL};

    return word_at(text, names);
}

/* What begins like a name and is none. */
static bool is_no_name(const char *text)
{
    static const char *const words[] = {
        "马上", "马达", "马力", "方便", "方向", "方面", "方式", "高兴", "高压", "高级",   "高温", "高速",
        "高位", "高低", "高配", "高端", "金额", "金属", "金牌", "任何", "于是", "万一",   "万向", "曾经",
        "曾在", "向我", "向右", "向左", "向前", "路上", "路边", "何时", "何处", "谢谢",   "毛病", "白天",
        "白色", "黄油", "黄色", "黄灯", "石头", "常规", "常用", "常亮", "温度", "文件",   "安排", "安全",
        "安装", "易损", "成本", "成功", "全部", "全车", "全新", "全程", "时间", "时速",   "车辆", "车上",
        "车门", "车子", "车内", "连接", "连续", "应该", "应急", "解决", "解释", "明天",   "明显", "明确",
        "和我", "和车", "关于", "关闭", "关门", "左前", "左后", "左侧", "包括", "包含",   "宁可", "尚未",
        "单独", "单位", "管路", "管理", "查看", "查询", "游丝", "盛夏", "冷却", "冷车",   "冷启", "边缘",
        "师傅", "古铜", "满意", "自己", "自带", "自述", "要求", "同意", "反映", "反馈",   "到店", "来店",
        "来电", "确认", "签字", "已付", "付款", "付清", "付费", "付了", "不在", "未到",   "江淮", "江铃",
        "雷达", "龙门", "王牌", "程序", "程度", "严重", "钟左", "费用", "项目", "钱款",   "华为", "房东",
        "阳光", "苏州", "宁波", "华晨", "吉利", "马自", "康明", "陆风", "罗孚", "林肯",   "石家", "姜黄",
        "胡乱", "许多", "杜绝", "余下", "余额", "余款", "武汉", "龙岩", "田间", "贺卡",   "何种", "叶子",
        "林荫", "周期", "周末", "周一", "周二", "周三", "周四", "周五", "周六", "周日",   "周边", "陈旧",
        "陈述", "唐山", "汪水", "罗列", "史上", "丁字", "卢布", "丝杆", "梁变", "蒋总成", "水箱", "万公",
        "章程", "简单", "简易", "农用", "米其", "麦克", "吉普", "季度", "纪录", "关节",   "焦糊", "商用",
        "商务", "沙子", "曲轴", "凌晨", "柴油", "蓝牙", "蓝色", "兰博", "景区", "桑塔",   "党委", "荣威",
        "迟到", "池子", "单边", "单侧", "单向", "左右", "左边", NULL};

    return word_at(text, words) != 0;
}

/* A plate behind a name is none of it. */
static bool is_plate(const char *text)
{
    return find_plate(text, 0).length != 0;
}

/* The bytes of a name of two to four characters; 0 when none stands here. */
static size_t name_length(const char *text)
{
    size_t length = 0, most = (double_name_at(text) != 0 ? 4 : 3) * HAN;

    while (length < most && han_at(text + length) != 0 && !is_plate(text + length))
        length += HAN;
    return length >= HAN ? length : 0;
}

/* 王先生, 李小明女士: the bytes of the name before the title. */
static size_t titled_name_at(const char *text)
{
    static const char *const titles[] = {"先生", "女士", "小姐", "师傅", "太太", "阿姨", "大爷",
                                         "大叔", "大姐", "大哥", "同志", "老师", NULL};
    bool doubled = double_name_at(text) != 0;

    for (size_t length = HAN; length <= (doubled ? 4 : 3) * HAN && han_at(text + length - HAN) != 0;
         length += HAN)
        if (word_at(text + length, titles) != 0)
            return (is_family_name(text) || doubled) && !is_no_name(text) ? length : 0;
    return 0;
}

/* 张哥, 王总, 陈经理. 总 is the beginning of 总成 and 总泵 as well. */
static size_t called_name_at(const char *text, size_t at)
{
    static const char *const titles[] = {"哥",   "姐",   "叔",     "总",   "老板", "经理", "主任", "队长",
                                         "站长", "厂长", "校长",   "局长", "科长", "处长", "主管", "会计",
                                         "医生", "警官", "董事长", "董",   "嫂",   "伯",   "姨",   NULL};
    static const char *const parts[] = {"总成", "总泵", "总装", "总线", "总阀", "总计", "总价", "总额",
                                        "总共", "总量", "总数", "总是", "总体", "总之", "总分", "总里",
                                        "总行", "总工", "总公", "总重", "总在", "总会", "总有", "总算",
                                        "总部", "总长", "总质", "总监", "总闸", "总开", "总管", "总气",
                                        "总电", "总保", "总输", "总费", "总和", NULL};
    static const char *const joined[] = {"前", "后", "左", "右", "上", "下", "更换", "换", "修", "于", NULL};
    size_t length = double_name_at(text);

    if (length == 0 && (!is_plain_family_name(text) || word_before(text - at, at, joined)))
        return 0;
    length = length == 0 ? HAN : length;
    return word_at(text + length, titles) != 0 && word_at(text + length, parts) == 0 ? length : 0;
}

/* 老王来取车, 小李13912345678: who is called so by whoever writes. */
static size_t familiar_name_at(const char *text, size_t at, size_t *keep)
{
    static const char *const callings[] = {"老", "小", "阿", NULL};
    static const char *const joined[] = {"大", "最", "较", "陈", "变", "缩", "减",
                                         "偏", "太", "过", "很", "更", NULL};
    static const char *const followers[] = {"来", "说", "的",   "要", "电话", "手机", "联系", "反", "送",
                                            "开", "取", "介绍", "接", "自",   "报",   "付",   "签", "那",
                                            ":",  ",",  "，",   "。", " ",    "(",    NULL};
    const char *behind;

    if (word_at(text, callings) == 0 || !is_plain_family_name(text + HAN) || is_no_name(text + HAN) ||
        word_before(text - at, at, joined))
        return 0;
    behind = text + 2 * HAN;
    *keep = HAN;
    return *behind == '\0' || is_digit(*behind) || word_at(behind, followers) != 0 || is_plate(behind) ? HAN
                                                                                                       : 0;
}

/* 车主王小明 is a name, 车主马上来取 is none: without a mark a name ends where the Chinese does, before a
 * plate, or before a word that goes with persons. */
static size_t unparted_name_at(const char *text)
{
    static const char *const followers[] = {"电话", "手机", "联系",   "来", "说", "反映", "要求",
                                            "送",   "报修", "自",     "开", "称", "签",   "取",
                                            "到",   "微信", "身份证", "住", "(",  NULL};

    for (size_t length = 2 * HAN; length <= name_length(text); length += HAN)
        if (word_at(text + length, followers) != 0 || han_at(text + length) == 0 || is_plate(text + length))
            return length;
    return 0;
}

/* 买买提·艾力: two names with a dot between; 0 when it is none. */
static size_t dotted_name_at(const char *text)
{
    static const char *const dots[] = {"·", "•", "・", NULL};
    enum { PART_MOST = 8 * HAN };
    size_t first = 0, second = 0, dot;

    while (first < PART_MOST && han_at(text + first) != 0)
        first += HAN;
    if (first < 2 * HAN || (dot = word_at(text + first, dots)) == 0)
        return 0;
    while (second < PART_MOST && han_at(text + first + dot + second) != 0)
        second += HAN;
    return second < 2 * HAN ? 0 : first + dot + second;
}

/* With a mark between, the name ends before what goes with persons, else after three characters. */
static size_t parted_name_at(const char *text)
{
    static const char *const followers[] = {"电话", "手机", "联系", "要求", "反映", "来",     "自带",
                                            "送",   "先生", "女士", "小姐", "师傅", "身份证", "微信",
                                            "下午", "上午", "报修", "签字", "确认", NULL};
    size_t length = name_length(text);

    for (size_t shorter = 2 * HAN; shorter < length; shorter += HAN)
        if (word_at(text + shorter, followers) != 0)
            return shorter;
    return length;
}

static const char *const labels[] = {
    "联系人姓名", "联系人",   "车主姓名", "车主",     "姓名",   "送修人", "托修方",   "托修人",
    "客户姓名",   "客户名称", "客户",     "送车人",   "取车人", "提车人", "司机",     "驾驶员",
    "驾驶人",     "机主",     "报案人",   "报修人",   "业主",   "户名",   "收件人",   "收货人",
    "付款人",     "经办人",   "经手人",   "顾客",     "接车人", "维修工", "维修技师", "技师",
    "服务顾问",   "顾问",     "接待",     "被保险人", "投保人", "签字",   "签名",     "机修",
    "主修",       "施工人",   "质检员",   "检验员",   "使用人", "所有人", NULL};

/* 联系人：王小明 - the bytes of the name behind the label, which stays. */
static size_t labelled_name_after(const char *text, size_t *label)
{
    size_t length = word_at(text, labels), dotted;

    if (length == 0)
        return 0;
    size_t parted = strspn(text + length, ": =-");
    *label = length + parted;
    if (parted != 0 && (dotted = dotted_name_at(text + *label)) != 0)
        return dotted;
    if ((!is_family_name(text + *label) && double_name_at(text + *label) == 0) || is_no_name(text + *label))
        return 0;
    return parted != 0 ? parted_name_at(text + *label) : unparted_name_at(text + *label);
}

struct hidden find_name(const char *text, size_t at)
{
    const char *here = text + at;
    size_t length, keep = 0;

    if (han_at(here) == 0)
        return nothing;
    if ((length = titled_name_at(here)) != 0 || (length = called_name_at(here, at)) != 0)
        return (struct hidden){0, length, "某"};
    if ((length = labelled_name_after(here, &keep)) != 0 || (length = familiar_name_at(here, at, &keep)) != 0)
        return (struct hidden){keep, length, "某"};
    return nothing;
}

bool holds_telling_word(const char *text)
{
    static const char *const words[] = {
        "先生", "女士", "小姐", "师傅", "太太", "阿姨", "大爷", "大叔", "大姐",   "大哥",
        "同志", "老师", "哥",   "姐",   "叔",   "总",   "老板", "经理", "主任",   "长",
        "主管", "会计", "医生", "警官", "董",   "嫂",   "伯",   "姨",   "老",     "小",
        "阿",   "微信", "薇信", "威信", "信",   "扣扣", "QQ",   "qq",   "支付宝", "抖音",
        "地址", "住址", "家住", "路",   "市",   "县",   "村",   "幺",   "一",     NULL};

    for (const char *const *word = words; *word != NULL; word++)
        if (strstr(text, *word) != NULL)
            return true;
    for (const char *const *label = labels; *label != NULL; label++)
        if (strstr(text, *label) != NULL)
            return true;
    return false;
}
