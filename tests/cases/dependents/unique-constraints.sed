/^  [ace] /s/@unique//
/@@unique/d
/^  d  *Int?/s/Int?/BigInt?/
