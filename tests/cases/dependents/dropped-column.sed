/^  a /d; /^  d /d; /some/d; /included/d
