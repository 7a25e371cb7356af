/^  GUEST/d
