/^model gone/,/^}/d; /^model t /,/^}/{ /^  a /d; }
