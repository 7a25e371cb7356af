SELECT "A", "B" FROM "_ArticlesOfTheQuarterlyMagazineOfTheHouseToWritersForTheQuarterlyMagazineOfTheHouse"
UNION ALL SELECT "A", "B" FROM "_ArticlesOfTheQuarterlyMagazineOfTheHouseToThemesOfTheQuarterlyMagazineOfTheHouse_0" ORDER BY 1, 2;
