/*
 * codes - the closed lists that desensitised views speak in
 *
 * Names are free text in Chinese; the lexicon (lexicon.h) maps them to these. A code never changes its
 * meaning; new ones are appended, since sets of them are stored by name. Terms after GB/T 5624, structural
 * parts after GB/T 30323.
 */
#pragma once

#include <stdint.h>

/*   NAME               code on the wire      中文                 English */
#define WORK_CODES(CODE) \
    CODE(MAINTENANCE, "maintenance", "保养", "Routine maintenance") \
    CODE(OIL, "oil", "更换机油", "Oil change") \
    CODE(FILTERS, "filters", "更换滤清器", "Filters") \
    CODE(FLUIDS, "fluids", "更换油液", "Other fluids") \
    CODE(BRAKES, "brakes", "制动系统", "Brakes") \
    CODE(TYRES, "tyres", "轮胎", "Tyres") \
    CODE(ALIGNMENT, "alignment", "四轮定位", "Wheel alignment and balancing") \
    CODE(SUSPENSION, "suspension", "悬架", "Suspension") \
    CODE(STEERING, "steering", "转向系统", "Steering") \
    CODE(ENGINE, "engine", "发动机", "Engine") \
    CODE(TIMING, "timing", "正时系统", "Timing drive") \
    CODE(IGNITION, "ignition", "点火系统", "Ignition") \
    CODE(FUEL, "fuel", "燃油系统", "Fuel system") \
    CODE(COOLING, "cooling", "冷却系统", "Cooling") \
    CODE(EXHAUST, "exhaust", "排气与排放控制", "Exhaust and emission control") \
    CODE(GEARBOX, "gearbox", "变速器", "Gearbox") \
    CODE(CLUTCH, "clutch", "离合器", "Clutch") \
    CODE(DRIVELINE, "driveline", "传动系统", "Driveline") \
    CODE(AIR_CONDITIONING, "air_conditioning", "空调", "Air conditioning") \
    CODE(BATTERY_12V, "battery_12v", "蓄电池", "Starter battery") \
    CODE(ELECTRICAL, "electrical", "电器系统", "Electrical system") \
    CODE(LIGHTS, "lights", "灯光", "Lights") \
    CODE(WIPERS, "wipers", "雨刮", "Wipers") \
    CODE(GLASS, "glass", "玻璃", "Glass") \
    CODE(BODY, "body", "钣金", "Body work") \
    CODE(PAINT, "paint", "喷漆", "Paint") \
    CODE(STRUCTURE, "structure", "车身结构件", "Body structure") \
    CODE(INTERIOR, "interior", "内饰", "Interior") \
    CODE(RESTRAINTS, "restraints", "安全气囊与安全带", "Airbags and seat belts") \
    CODE(TRACTION_BATTERY, "traction_battery", "动力电池", "Traction battery") \
    CODE(DRIVE_MOTOR, "drive_motor", "驱动电机与电控", "Drive motor and power electronics") \
    CODE(CHARGING, "charging", "充电系统", "Charging system") \
    CODE(ODOMETER, "odometer", "更换仪表", "Instrument cluster replaced") \
    CODE(DIAGNOSIS, "diagnosis", "检测诊断", "Inspection and diagnosis") \
    CODE(CLEANING, "cleaning", "清洗", "Cleaning") \
    CODE(OTHER, "other", "其他", "Other work") \
    CODE(INTAKE, "intake", "进气系统", "Air intake") \
    CODE(TURBOCHARGER, "turbocharger", "增压器", "Turbocharger") \
    CODE(BELTS, "belts", "皮带与张紧轮", "Drive belts") \
    CODE(MOUNTS, "mounts", "发动机与变速器悬置", "Engine and gearbox mounts") \
    CODE(AFTERTREATMENT, "aftertreatment", "尾气后处理", "Exhaust after-treatment") \
    CODE(GAS_FUEL, "gas_fuel", "燃气系统", "Gas fuel system") \
    CODE(WHEELS, "wheels", "车轮与轮辋", "Wheels and rims") \
    CODE(TYRE_PRESSURE, "tyre_pressure", "胎压监测", "Tyre-pressure monitoring") \
    CODE(STARTING, "starting", "起动系统", "Starting system") \
    CODE(GENERATOR, "generator", "发电系统", "Alternator") \
    CODE(ASSISTANCE, "assistance", "驾驶辅助", "Driver assistance") \
    CODE(PROGRAMMING, "programming", "编程与匹配", "Programming and set-up") \
    CODE(LOCKS, "locks", "门锁与钥匙", "Locks and keys") \
    CODE(WINDOWS, "windows", "车窗升降", "Window lifts") \
    CODE(SUNROOF, "sunroof", "天窗", "Sunroof") \
    CODE(SEATS, "seats", "座椅", "Seats") \
    CODE(AUDIO, "audio", "影音与导航", "Audio and navigation") \
    CODE(DETAILING, "detailing", "美容", "Detailing") \
    CODE(PROTECTION, "protection", "贴膜与防锈", "Films and rust protection") \
    CODE(ACCESSORIES, "accessories", "加装与改装", "Accessories fitted") \
    CODE(RESCUE, "rescue", "救援与拖车", "Recovery and towing") \
    CODE(INSPECTION, "inspection", "年检代办", "Periodic inspection") \
    CODE(RECALL, "recall", "召回与技术升级", "Recall or service campaign") \
    CODE(AIR_BRAKES, "air_brakes", "气制动", "Air brakes")

#define PART_CODES(CODE) \
    CODE(OIL, "oil", "机油", "Engine oil") \
    CODE(FILTER, "filter", "滤清器", "Filter") \
    CODE(FLUID, "fluid", "油液", "Fluid") \
    CODE(BRAKE, "brake", "制动件", "Brake part") \
    CODE(TYRE, "tyre", "轮胎", "Tyre") \
    CODE(SUSPENSION, "suspension", "悬架件", "Suspension part") \
    CODE(STEERING, "steering", "转向件", "Steering part") \
    CODE(ENGINE, "engine", "发动机件", "Engine part") \
    CODE(BELT, "belt", "皮带与链条", "Belt or chain") \
    CODE(IGNITION, "ignition", "点火件", "Ignition part") \
    CODE(FUEL, "fuel", "燃油系统件", "Fuel system part") \
    CODE(COOLING, "cooling", "冷却件", "Cooling part") \
    CODE(EXHAUST, "exhaust", "排气与催化件", "Exhaust or catalyst part") \
    CODE(TRANSMISSION, "transmission", "传动件", "Transmission part") \
    CODE(AIR_CONDITIONING, "air_conditioning", "空调件", "Air-conditioning part") \
    CODE(BATTERY_12V, "battery_12v", "蓄电池", "Starter battery") \
    CODE(ELECTRICAL, "electrical", "电器件", "Electrical part") \
    CODE(LIGHT, "light", "灯具", "Light") \
    CODE(GLASS, "glass", "玻璃", "Glass") \
    CODE(BODY, "body", "覆盖件", "Body panel") \
    CODE(STRUCTURE, "structure", "结构件", "Structural part") \
    CODE(INTERIOR, "interior", "内饰件", "Interior part") \
    CODE(AIRBAG, "airbag", "安全气囊", "Airbag") \
    CODE(SEAT_BELT, "seat_belt", "安全带", "Seat belt") \
    CODE(TRACTION_BATTERY, "traction_battery", "动力电池", "Traction battery") \
    CODE(DRIVE_MOTOR, "drive_motor", "驱动电机", "Drive motor") \
    CODE(INSTRUMENT, "instrument", "仪表", "Instrument cluster") \
    CODE(SMALL, "small", "小件与辅料", "Small parts and consumables") \
    CODE(OTHER, "other", "其他", "Other part") \
    CODE(WHEEL, "wheel", "车轮与轮辋", "Wheel or rim") \
    CODE(SENSOR, "sensor", "传感器与控制单元", "Sensor or control unit") \
    CODE(WIPER, "wiper", "雨刮件", "Wiper part") \
    CODE(LOCK, "lock", "锁与钥匙", "Lock or key") \
    CODE(CHARGING, "charging", "充电件", "Charging part") \
    CODE(SEAT, "seat", "座椅件", "Seat part") \
    CODE(ACCESSORY, "accessory", "用品与加装件", "Accessory")

/* Said as "recorded" or "none recorded", never as "none". */
#define SIGNAL_CODES(CODE) \
    CODE(STRUCTURE, "structure", "结构件修复", "Structural repair") \
    CODE(FLOOD, "flood", "水淹", "Flood damage") \
    CODE(FIRE, "fire", "火烧", "Fire damage") \
    CODE(AIRBAG, "airbag", "安全气囊更换", "Airbag replaced") \
    CODE(TRACTION_BATTERY, "traction_battery", "动力电池更换", "Traction battery replaced") \
    CODE(DRIVE_UNIT, "drive_unit", "驱动总成更换", "Drive unit replaced") \
    CODE(ODOMETER, "odometer_replaced", "仪表更换", "Instrument cluster replaced")

#define CODE(name, code, zh, en) WORK_##name,
enum work_code { WORK_CODES(CODE) WORK_CODE_COUNT };
#undef CODE
#define CODE(name, code, zh, en) PART_##name,
enum part_code { PART_CODES(CODE) PART_CODE_COUNT };
#undef CODE
#define CODE(name, code, zh, en) SIGNAL_##name,
enum signal_code { SIGNAL_CODES(CODE) SIGNAL_CODE_COUNT };
#undef CODE

/* Sets of codes, a bit each. */
typedef uint64_t work_codes, part_codes, signal_codes;

_Static_assert(WORK_CODE_COUNT <= 64 && PART_CODE_COUNT <= 64 && SIGNAL_CODE_COUNT <= 64, "one bit a code");

#define CODE_BIT(code) ((uint64_t)1 << (code))

enum code_list { CODES_OF_WORK, CODES_OF_PARTS, CODES_OF_SIGNALS };

/* A code's word on the wire and for people; NULL beyond the list. */
struct code_words {
    const char *code, *zh, *en;
};
const struct code_words *code_words(enum code_list list, unsigned code);

/* "oil,brakes" and back; words that are not on the list are passed over. `text` takes at most CODES_TEXT
 * bytes. */
enum { CODES_TEXT = 1024 };
const char *codes_text(enum code_list list, uint64_t set, char text[CODES_TEXT]);
uint64_t codes_parse(enum code_list list, const char *text);
