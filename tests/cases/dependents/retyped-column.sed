s/^  a .*/  a BigInt?/; s/VarChar(10)/VarChar(20)/
