/^model a/,/^}/s/^  id  *String/  id Json/
s/^  a_id  *String/  a_id Json/
/^  code /s/@unique//
