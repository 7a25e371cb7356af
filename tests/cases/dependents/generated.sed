/^  a /d; /^  sum /d; s/^  b .*/  b BigInt?/
