s/^  a .*/  a DateTime?/; /^model u/,/^}/{ /^  id /d; }
