-- Deploy chedang:region to pg
BEGIN;
SET LOCAL search_path = chedang;

-- The provinces of GB/T 2260. collected_since is NULL where no workshop is connected: there, silence means nothing.
CREATE TABLE region (
    code            char(6) PRIMARY KEY CHECK (code ~ '^[1-9][0-9]0000$'),
    name_zh         text NOT NULL,
    name_en         text NOT NULL,
    collected_since date
);
INSERT INTO region (code, name_zh, name_en, collected_since) VALUES
    ('110000', '北京市', 'Beijing', '2018-01-01'),
    ('120000', '天津市', 'Tianjin', '2019-08-15'),
    ('130000', '河北省', 'Hebei', '2018-01-01'),
    ('140000', '山西省', 'Shanxi', '2018-01-01'),
    ('150000', '内蒙古自治区', 'Inner Mongolia', '2018-01-01'),
    ('210000', '辽宁省', 'Liaoning', '2018-01-01'),
    ('220000', '吉林省', 'Jilin', '2018-01-01'),
    ('230000', '黑龙江省', 'Heilongjiang', '2018-01-01'),
    ('310000', '上海市', 'Shanghai', '2016-04-01'),
    ('320000', '江苏省', 'Jiangsu', '2016-03-01'),
    ('330000', '浙江省', 'Zhejiang', '2016-03-01'),
    ('340000', '安徽省', 'Anhui', '2018-01-01'),
    ('350000', '福建省', 'Fujian', '2018-01-01'),
    ('360000', '江西省', 'Jiangxi', '2018-01-01'),
    ('370000', '山东省', 'Shandong', '2018-01-01'),
    ('410000', '河南省', 'Henan', '2018-01-01'),
    ('420000', '湖北省', 'Hubei', '2016-03-01'),
    ('430000', '湖南省', 'Hunan', '2017-07-01'),
    ('440000', '广东省', 'Guangdong', '2017-07-01'),
    ('450000', '广西壮族自治区', 'Guangxi', '2018-01-01'),
    ('460000', '海南省', 'Hainan', '2018-01-01'),
    ('500000', '重庆市', 'Chongqing', '2018-01-01'),
    ('510000', '四川省', 'Sichuan', '2017-07-01'),
    ('520000', '贵州省', 'Guizhou', '2018-01-01'),
    ('530000', '云南省', 'Yunnan', '2018-01-01'),
    ('540000', '西藏自治区', 'Tibet', NULL),
    ('610000', '陕西省', 'Shaanxi', '2018-01-01'),
    ('620000', '甘肃省', 'Gansu', '2018-01-01'),
    ('630000', '青海省', 'Qinghai', NULL),
    ('640000', '宁夏回族自治区', 'Ningxia', '2018-01-01'),
    ('650000', '新疆维吾尔自治区', 'Xinjiang', '2018-01-01'),
    ('710000', '台湾省', 'Taiwan', NULL),
    ('810000', '香港特别行政区', 'Hong Kong', NULL),
    ('820000', '澳门特别行政区', 'Macao', NULL);
GRANT SELECT ON region TO chedang_serve;
COMMIT;
