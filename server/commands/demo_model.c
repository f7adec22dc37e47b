#include "commands/demo_model.h"

enum {
    P = 1 << KEPT_PRIVATELY,                        /* people's only */
    W = P | 1 << KEPT_BY_FIRM,                      /* and firms' */
    R = W | 1 << KEPT_FOR_RIDES,                    /* and for hire over the phone */
    T = W | 1 << KEPT_FOR_RIDES | 1 << KEPT_AS_TAXI /* and taxis */
};

/* clang-format off */
static const struct model table[] = {
    {"LFV", "2A215", '3', FUEL_PETROL,   60, 2009, 2026, "CSR", "205/55R16", T},
    {"LFV", "3A28K", '5', FUEL_PETROL,   34, 2012, 2026, "DPL", "215/55R17", W},
    {"LFV", "2B2DC", '3', FUEL_PETROL,   24, 2018, 2026, "DPL", "215/55R18", P},
    {"LFV", "VB9E6", '6', FUEL_ELECTRIC,  7, 2021, 2026, "EBJ", "235/50R20", R},
    {"LSV", "AA49J", '2', FUEL_PETROL,   56, 2008, 2026, "CSS", "195/65R15", T},
    {"LSV", "CH6A4", '2', FUEL_PETROL,   30, 2011, 2026, "CEA", "215/55R17", W},
    {"LSV", "NV4KG", '1', FUEL_PETROL,   24, 2012, 2026, "DBJ", "235/55R18", P},
    {"LSV", "UB7E4", '6', FUEL_ELECTRIC,  8, 2021, 2026, "EBJ", "215/55R18", R},
    {"LSG", "PC52H", 'H', FUEL_PETROL,   40, 2008, 2023, "LDE", "205/60R16", T},
    {"LSG", "ZL53B", 'S', FUEL_PETROL,   26, 2013, 2026, "LSY", "225/55R17", W},
    {"LSG", "XE83L", 'D', FUEL_PETROL,   16, 2014, 2025, "LIV", "215/60R17", P},
    {"LSG", "NB83E", 'A', FUEL_PETROL,    8, 2016, 2026, "LSY", "235/50R18", P},
    {"LGB", "H52E0", 'Y', FUEL_PETROL,   58, 2008, 2026, "HR16", "205/50R17", W},
    {"LGB", "M4DE4", 'E', FUEL_PETROL,   30, 2012, 2026, "MR20", "225/65R17", W},
    {"LGB", "L2AE9", 'E', FUEL_PETROL,   14, 2009, 2022, "VQ25", "215/55R17", W},
    {"LHG", "CR265", 'A', FUEL_PETROL,   34, 2008, 2026, "K24", "215/55R17", W},
    {"LHG", "GM665", 'A', FUEL_PETROL,   20, 2010, 2025, "L15", "185/60R15", P},
    {"LHG", "CV167", 'A', FUEL_HYBRID,   10, 2018, 2026, "LFB", "235/45R18", R},
    {"LVH", "RM386", 'H', FUEL_PETROL,   30, 2010, 2026, "L15B", "235/60R18", P},
    {"LVH", "FC166", 'H', FUEL_PETROL,   28, 2008, 2026, "L15B", "215/55R16", P},
    {"LFM", "AP22C", '2', FUEL_PETROL,   38, 2008, 2026, "ZR", "195/65R15", W},
    {"LFM", "A8ECX", '5', FUEL_HYBRID,   14, 2019, 2026, "8ZR", "195/65R15", R},
    {"LFM", "JN4BF", '0', FUEL_PETROL,   20, 2013, 2026, "6ZR", "225/65R17", P},
    {"LVG", "BE40K", '8', FUEL_PETROL,   28, 2008, 2026, "6AR", "215/55R17", W},
    {"LVG", "DC56A", '0', FUEL_HYBRID,   16, 2018, 2026, "A25B", "215/55R17", R},
    {"LTV", "BA52E", '3', FUEL_PETROL,   10, 2008, 2017, "5ZR", "195/60R15", W},
    {"LBE", "HDAEB", '9', FUEL_PETROL,   30, 2008, 2024, "G4FG", "195/65R15", T},
    {"LBE", "TMBDC", '3', FUEL_PETROL,   16, 2010, 2024, "G4NA", "225/60R17", P},
    {"LJD", "DAA29", 'J', FUEL_PETROL,   14, 2010, 2024, "G4FC", "205/55R16", W},
    {"LBV", "5S310", '0', FUEL_PETROL,   20, 2009, 2026, "N20", "225/50R17", P},
    {"LBV", "31CY0", 'S', FUEL_PETROL,   16, 2014, 2026, "B48", "245/45R18", P},
    {"LBV", "61BX0", 'M', FUEL_ELECTRIC,  4, 2020, 2026, "HA0", "245/50R19", P},
    {"LE4", "WG4EB", 'L', FUEL_PETROL,   18, 2011, 2026, "M264", "225/45R18", P},
    {"LE4", "ZG4JB", 'L', FUEL_PETROL,   14, 2014, 2026, "M274", "235/55R19", P},
    {"LYV", "UFAAD", '6', FUEL_PETROL,    8, 2015, 2026, "B4204", "235/55R19", P},
    {"LGX", "C74C4", '0', FUEL_ELECTRIC, 30, 2018, 2026, "TZ200XSU", "215/55R17", T},
    {"LGX", "CE4CB", '4', FUEL_PLUG_IN,  34, 2020, 2026, "BYD472QA", "225/60R16", R},
    {"LC0", "CE6CC", '0', FUEL_PLUG_IN,  26, 2021, 2026, "BYD476ZQC", "235/50R19", R},
    {"LC0", "CD6DB", '0', FUEL_ELECTRIC, 22, 2020, 2026, "TZ210XYA", "235/45R19", R},
    {"LGX", "C16DF", '6', FUEL_PETROL,   14, 2008, 2020, "BYD473QB", "195/60R15", W},
    {"LRW", "3E7FA", 'C', FUEL_ELECTRIC, 22, 2020, 2026, "TG", "235/45R18", R},
    {"LRW", "YGCEK", 'C', FUEL_ELECTRIC, 24, 2021, 2026, "TG", "255/45R19", P},
    {"LB3", "7824S", 'L', FUEL_PETROL,   34, 2012, 2026, "JLH", "215/60R17", W},
    {"L6T", "7952Z", 'W', FUEL_PETROL,   26, 2014, 2026, "JLC", "225/55R18", W},
    {"L6T", "79XEZ", 'N', FUEL_ELECTRIC, 10, 2019, 2026, "TZ220XS", "205/55R16", T},
    {"LB3", "7C2SZ", 'L', FUEL_PLUG_IN,   8, 2021, 2026, "BHE15", "225/55R18", R},
    {"LGW", "EF4A5", '8', FUEL_PETROL,   34, 2011, 2026, "GW4C20", "235/65R17", P},
    {"LGW", "CBE1X", '3', FUEL_DIESEL,    8, 2010, 2024, "GW4D20", "265/65R17", W},
    {"LGW", "FE6A2", 'B', FUEL_ELECTRIC,  6, 2019, 2025, "TZ160XS", "185/60R16", P},
    {"LS5", "A3DEE", 'A', FUEL_PETROL,   34, 2012, 2026, "JL478", "215/60R17", W},
    {"LS4", "ASE2E", '0', FUEL_PETROL,   16, 2009, 2022, "JL473", "175/70R14", W},
    {"LS5", "A2ABE", '2', FUEL_ELECTRIC,  8, 2018, 2025, "TZ220XSA", "205/50R17", T},
    {"LVV", "DB21B", '1', FUEL_PETROL,   24, 2010, 2026, "SQRE4T15", "225/60R18", W},
    {"LVT", "DB11B", 'D', FUEL_PETROL,   10, 2008, 2019, "SQR477F", "205/55R16", W},
    {"LMG", "AC1S5", '8', FUEL_PETROL,   22, 2012, 2026, "4A15", "225/55R18", W},
    {"LMG", "MA1E8", '1', FUEL_ELECTRIC, 20, 2019, 2026, "TZ180XS", "215/55R17", T},
    {"LZW", "ADAGA", '8', FUEL_PETROL,   44, 2008, 2025, "L2B", "175/70R14", W},
    {"LZW", "ACAGA", '3', FUEL_PETROL,   20, 2013, 2024, "LJO", "205/60R16", W},
    {"LZW", "AFAE2", '0', FUEL_ELECTRIC, 22, 2020, 2026, "TZ130X", "145/70R12", P},
    {"LSJ", "W54U6", '3', FUEL_PETROL,   26, 2012, 2026, "15E4E", "215/55R17", W},
    {"LSJ", "E24W9", '0', FUEL_ELECTRIC, 14, 2018, 2026, "TZ180XS", "205/60R16", T},
    {"LSK", "G4AC1", '4', FUEL_DIESEL,   10, 2012, 2026, "SC25R", "215/75R16", W},
    {"LJX", "CMDJC", '1', FUEL_DIESEL,   12, 2010, 2026, "JX4D24", "215/75R16", W},
    {"LEF", "ADCG1", '6', FUEL_DIESEL,    8, 2010, 2026, "JX493", "195/75R16", W},
    {"LVB", "V3JBB", '5', FUEL_DIESEL,    8, 2009, 2026, "ISF2.8", "7.00R16", W},
    {"LVS", "HCFME", '2', FUEL_PETROL,   24, 2008, 2024, "MA", "205/55R16", W},
    {"LVR", "HDFAL", '5', FUEL_PETROL,   16, 2009, 2024, "PE", "205/60R16", P},
    {"LDC", "C43X2", '3', FUEL_PETROL,   18, 2008, 2023, "10XN", "205/55R16", W},
    {"LFP", "H4ABC", '0', FUEL_PETROL,   12, 2010, 2024, "CA4GB", "205/60R16", W},
    {"LFP", "H5APN", '8', FUEL_PETROL,   12, 2018, 2026, "CA4GC", "225/55R18", P},
    {"LJ1", "EEAUU", '1', FUEL_ELECTRIC,  8, 2018, 2026, "YS220", "245/50R20", P},
    {"LJ1", "2E7CA", '0', FUEL_PETROL,   12, 2009, 2023, "HFC4GA", "205/65R15", W},
    {"LNB", "MDLAA", '6', FUEL_PETROL,   12, 2010, 2022, "A151", "195/55R16", W},
    {"LNB", "SCC3H", '0', FUEL_ELECTRIC,  8, 2016, 2023, "TZ20S", "205/50R16", T},
    {"WBA", "JB110", '0', FUEL_PETROL,    5, 2010, 2026, "N55", "245/40R19", P},
    {"WDD", "UX5EB", 'L', FUEL_PETROL,    4, 2010, 2025, "M276", "245/50R18", P},
    {"WAU", "AYGF2", '0', FUEL_PETROL,    4, 2010, 2025, "CRE", "255/45R18", P},
    {"WP1", "AA295", '0', FUEL_PETROL,    4, 2011, 2026, "DLZ", "235/55R19", P},
    {"JTH", "B31B1", '2', FUEL_HYBRID,    8, 2013, 2026, "A25A", "215/55R17", P},
    {"JF2", "SJ9DL", '0', FUEL_PETROL,    5, 2009, 2024, "FB25", "225/60R17", P},
    {"SAL", "GA2EF", '0', FUEL_PETROL,    4, 2011, 2025, "306PS", "255/55R20", P},
};
/* clang-format on */

const struct model *models(size_t *count)
{
    *count = sizeof(table) / sizeof(table[0]);
    return table;
}

const struct model *some_model(struct dice *dice)
{
    uint32_t sum = 0, fallen;
    size_t i = 0;

    for (size_t k = 0; k < sizeof(table) / sizeof(table[0]); k++)
        sum += table[k].weight;
    for (fallen = dice_below(dice, sum); fallen >= table[i].weight; i++)
        fallen -= table[i].weight;
    return &table[i];
}
