/^  a /d; /^  sum /d
