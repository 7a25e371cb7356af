SELECT "A", "B" FROM "_ArticlesOfTheQuarterlyMagazineOfTheHouseToAuthorsForTheQuarter"
UNION ALL SELECT "A", "B" FROM "_ArticlesOfTheQuarterlyMagazineOfTheHouseToBranchesOfTheQuarter" ORDER BY 1, 2;
