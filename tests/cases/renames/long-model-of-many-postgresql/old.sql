SELECT "A", "B" FROM "_ArticlesOfTheQuarterlyMagazineOfTheHouseToWritersForTheQuarter"
UNION ALL SELECT "A", "B" FROM "_ArticlesOfTheQuarterlyMagazineOfTheHouseToThemesOfTheQuarterly" ORDER BY 1, 2;
