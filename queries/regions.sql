-- The provinces, in the order of GB/T 2260.
SELECT left(code, 2), name_zh, name_en FROM region ORDER BY code
