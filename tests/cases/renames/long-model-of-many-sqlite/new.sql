SELECT "A", "B" FROM "_ArticlesOfTheQuarterlyMagazineOfTheHouseToAuthorsForTheQuarterlyMagazineOfTheHouse"
UNION ALL SELECT "A", "B" FROM "_ArticlesOfTheQuarterlyMagazineOfTheHouseToBranchesOfTheQuarterlyMagazineOfTheHouse" ORDER BY 1, 2;
