INSERT INTO "ArticlesOfTheQuarterlyMagazineOfTheHouse" VALUES (1), (2);
INSERT INTO "WritersForTheQuarterlyMagazineOfTheHouse" VALUES (3), (4);
INSERT INTO "ThemesOfTheQuarterlyMagazineOfTheHouse_0" VALUES (5);
INSERT INTO "_ArticlesOfTheQuarterlyMagazineOfTheHouseToWritersForTheQuarterlyMagazineOfTheHouse" ("A", "B") VALUES (1, 3), (2, 4);
INSERT INTO "_ArticlesOfTheQuarterlyMagazineOfTheHouseToThemesOfTheQuarterlyMagazineOfTheHouse_0" ("A", "B") VALUES (2, 5);
