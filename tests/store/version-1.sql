-- A report made by version 1 of the file, as text. Not to be changed.
PRAGMA application_id = 1330856770;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE blocks (
	id TEXT NOT NULL, 
	content TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "blocks" VALUES('h1','{"type":"heading","id":"h1","text":"Purpose","level":2}',1);
INSERT INTO "blocks" VALUES('p1','{"type":"paragraph","id":"p1","runs":[{"type":"text","text":"One.","bold":false,"italic":false}],"numbered":true}',1);
INSERT INTO "blocks" VALUES('p2','{"type":"paragraph","id":"p2","runs":[{"type":"text","text":"Two.","bold":false,"italic":false}],"numbered":true}',1);
INSERT INTO "blocks" VALUES('p3','{"type":"paragraph","id":"p3","runs":[{"type":"text","text":"£","bold":false,"italic":false}],"numbered":true}',1);
CREATE TABLE notes (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "notes" VALUES('mapping','A=partner');
CREATE TABLE payloads (
	content TEXT NOT NULL, 
	data BLOB NOT NULL, 
	PRIMARY KEY (content)
);
INSERT INTO "payloads" VALUES('8316736d8ca6fccf030c913cd28f9251999005e33b52fa6fa89937593f7b18b2',X'A5523D6FC23010FD2BE8E60439A992AA1E61E88AAA4E4515728201AB8E1DD94E0145FCF7BE0B2943D76639DFBD0FDF9D3392D993A466D81F75A28CBE8CE3BC5721391DE2C9F4F9034BAAB11A60EB5D0AA61992F12E42934C9AEAEB3FF55E07E3D9AD1465959735A83E98A37124473A984973375F5E6CBC008E2755563514E29FDFE4A53191A4D5EF68A6EB7D487ABF6BAE53391AA7635C74CAA9A30E503C088A7568BACE45958BE25DBCC8272185F8A01B36A4AF91E496823FE7022A8EC51C4BFACCC8AA46DB89F2E6CF0BA670640AC789020D13AAACCE9EA168BD1D3AAC526E4772AAE31DF70AEF327B21DDDCD36F6507CDBC6259655494422C2B5CE0066B613338C38DBFAE365072022643B0D1296144496B208F67C1B933116B38F28394805B1EB0D596DB1F713CF8D00D560101774E76C6F5035B6F7165F24959C068A5A41B0AF38FC38ADB0F');
CREATE TABLE report (
	id INTEGER NOT NULL CHECK (id = 1), 
	template TEXT NOT NULL, 
	details TEXT NOT NULL, 
	figure_sets TEXT NOT NULL, 
	section_ids TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "report" VALUES(1,'scrutiny-annual-report','{"title":"Kept since version 1","organisation":"A council","committee":"","meeting_date":null,"divisions":"N/A","report_by":"","board":"","reporting_year":""}','[{"id":"budget","content":"8316736d8ca6fccf030c913cd28f9251999005e33b52fa6fa89937593f7b18b2"}]','["intro","money","end"]',5);
CREATE TABLE revisions (
	seq INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	label TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	target INTEGER, 
	below INTEGER, 
	undo_to INTEGER, 
	redo_to INTEGER, 
	change TEXT NOT NULL, 
	inverse TEXT NOT NULL, 
	previous TEXT NOT NULL, 
	hash TEXT NOT NULL, 
	PRIMARY KEY (seq), 
	FOREIGN KEY(target) REFERENCES revisions (seq), 
	FOREIGN KEY(below) REFERENCES revisions (seq), 
	FOREIGN KEY(undo_to) REFERENCES revisions (seq), 
	FOREIGN KEY(redo_to) REFERENCES revisions (seq)
);
INSERT INTO "revisions" VALUES(1,'2026-11-22T20:19:42.743841+00:00','Author','New report','new',NULL,NULL,NULL,NULL,'{"template":"scrutiny-annual-report","details":{"title":"Annual report","organisation":"A council","committee":"","meeting_date":null,"divisions":"N/A","report_by":"","board":"","reporting_year":""},"sections":[{"id":"intro","key":"introduction","title":"Introduction","blocks":[{"type":"heading","id":"h1","text":"Purpose","level":2},{"type":"paragraph","id":"p1","runs":[{"type":"text","text":"One.","bold":false,"italic":false}],"numbered":true},{"type":"paragraph","id":"p2","runs":[{"type":"text","text":"Two.","bold":false,"italic":false}],"numbered":true}],"numbered":true,"ready":false},{"id":"money","key":"finance","title":"Finance","blocks":[{"type":"paragraph","id":"p3","runs":[{"type":"text","text":"£","bold":false,"italic":false}],"numbered":true}],"numbered":true,"ready":false},{"id":"end","key":"conclusion","title":"Conclusion","blocks":[],"numbered":true,"ready":false}],"figure_sets":[]}','null','','7d1b857c95bd7d7b6df5609ce929eeec2e017feaa3e91be00e0f228a4984eeec');
INSERT INTO "revisions" VALUES(2,'2026-11-22T20:19:42.752244+00:00','Author','Change title','do',NULL,NULL,2,NULL,'{"type":"set-detail","field":"title","value":"Kept since version 1"}','{"type":"set-detail","field":"title","value":"Annual report"}','7d1b857c95bd7d7b6df5609ce929eeec2e017feaa3e91be00e0f228a4984eeec','30e2346ae74340421d8f4a8e49ec844920d115d3f348ac1a0c07db711d9878ef');
INSERT INTO "revisions" VALUES(3,'2026-11-22T20:19:42.759716+00:00','Finance officer','Accept the budget','do',NULL,2,3,NULL,'{"type":"set-figure-sets","sets":[{"id":"budget","content":"8316736d8ca6fccf030c913cd28f9251999005e33b52fa6fa89937593f7b18b2"}],"label":"Accept the budget"}','{"type":"set-figure-sets","sets":[],"label":"Accept the budget"}','30e2346ae74340421d8f4a8e49ec844920d115d3f348ac1a0c07db711d9878ef','30376a51552f2b7a780813fedebd6f909040127d4c09077596541c11e80f5b2b');
INSERT INTO "revisions" VALUES(4,'2026-11-22T20:19:42.761686+00:00','Author','Change committee','do',NULL,3,4,NULL,'{"type":"set-detail","field":"committee","value":"People"}','{"type":"set-detail","field":"committee","value":""}','30376a51552f2b7a780813fedebd6f909040127d4c09077596541c11e80f5b2b','439287f37fbe146a29de25c9f17d7f27c2e2be76d02f190538741605ec7cdfe9');
INSERT INTO "revisions" VALUES(5,'2026-11-22T20:19:42.763303+00:00','Author','Change committee','undo',4,NULL,3,5,'{"type":"set-detail","field":"committee","value":""}','{"type":"set-detail","field":"committee","value":"People"}','439287f37fbe146a29de25c9f17d7f27c2e2be76d02f190538741605ec7cdfe9','c3d6bf117d35a33f5201334b906cc3b15a8ee05097061fe3b013bce0e1b4a76d');
CREATE TABLE sections (
	id TEXT NOT NULL, 
	head TEXT NOT NULL, 
	block_ids TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "sections" VALUES('intro','{"id":"intro","key":"introduction","title":"Introduction","blocks":[],"numbered":true,"ready":false}','["h1","p1","p2"]',1);
INSERT INTO "sections" VALUES('money','{"id":"money","key":"finance","title":"Finance","blocks":[],"numbered":true,"ready":false}','["p3"]',1);
INSERT INTO "sections" VALUES('end','{"id":"end","key":"conclusion","title":"Conclusion","blocks":[],"numbered":true,"ready":false}','[]',1);
CREATE TABLE workbooks (
	sha256 TEXT NOT NULL, 
	name TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	data BLOB NOT NULL, 
	PRIMARY KEY (sha256)
);
INSERT INTO "workbooks" VALUES('b55a3d2cd18fcb6e38f85132544496405fbefba8d628f1c4c790f4323999b52b','budget.xlsx',13,'2026-11-22T20:19:42.755372+00:00','Finance officer',X'010D00F2FF504B206120776F726B626F6F6B');
COMMIT;
