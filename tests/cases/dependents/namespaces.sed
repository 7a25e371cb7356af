/^model t /,/^}/{ /^  a /d; /"later"/d; / public_t\[\]/d; }
/references: \[a\]/d
