/^model T /,/^}/{
s/^model T /model Person /
s/^  a .*/  x BigInt?/
}
