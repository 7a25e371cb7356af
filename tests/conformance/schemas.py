"""Generates random Prisma schemas, valid and invalid.

    Schema(random.Random(seed), "postgresql", wild=0.02).text()

Every choice has rare invalid variants; `wild` is their probability. With 0 nearly all schemas are valid.
`mangle` breaks a text as people do who paste and forget braces.
"""

SCALARS = ["Int", "BigInt", "Float", "Decimal", "Boolean", "String", "DateTime", "Json", "Bytes"]

NATIVE = {
    "postgresql": {
        "Int": ["SmallInt", "Integer", "Oid"],
        "BigInt": ["BigInt"],
        "Float": ["Real", "DoublePrecision"],
        "Decimal": ["Decimal", "Decimal(10, 2)", "Decimal(1000,0)", "Money"],
        "Boolean": ["Boolean"],
        "String": ["Text", "VarChar", "VarChar(20)", "Char", "Char(3)", "Citext", "Inet", "Uuid", "Xml",
                   "Bit", "Bit(4)", "VarBit", "VarBit(9)"],
        "DateTime": ["Timestamp", "Timestamp(6)", "Timestamptz", "Timestamptz(0)", "Date", "Time",
                     "Time(3)", "Timetz", "Timetz(6)"],
        "Json": ["Json", "JsonB"],
        "Bytes": ["ByteA"],
    },
    "cockroachdb": {
        "Int": ["Int2", "Int4", "Oid"],
        "BigInt": ["Int8"],
        "Float": ["Float4", "Float8"],
        "Decimal": ["Decimal", "Decimal(10, 2)"],
        "Boolean": ["Bool"],
        "String": ["String", "String(20)", "Char", "Char(3)", "Inet", "Uuid", "Bit", "Bit(4)", "VarBit",
                   "VarBit(9)", "CatalogSingleChar"],
        "DateTime": ["Timestamp", "Timestamp(6)", "Timestamptz", "Timestamptz(0)", "Date", "Time",
                     "Time(3)", "Timetz", "Timetz(6)"],
        "Json": ["JsonB"],
        "Bytes": ["Bytes"],
    },
    "sqlite": {},
}

WRONG_NATIVE = ["Foo", "Text(1)", "VarChar(1, 2)", "Decimal(1)", "Decimal(5, 6)", "Decimal(0, 0)",
                "Decimal(1001, 2)", "Timestamp(7)", "Bit(0)", "VarBit(0)", "VarChar(-1)", "VarChar(1.5)",
                "VarChar(\"1\")", "VarChar(x)", "Char(99999999999)", "VarChar(0)", "Time(,)", "Date(1)",
                "Int4", "Integer", "JsonB", "Uuid()", "VarChar(a: 1)", "VarChar(1,)", "VarChar(+1)"]

LITERALS = {
    "Int": ["0", "5", "-3", "9999999999", "007"],
    "BigInt": ["0", "9223372036854775807", "-1"],
    "Float": ["1.5", "3", "-0.25", "100000000000000000000"],
    "Decimal": ["1.50", "\"12.3400\"", "-7", "\"1e3\"", "\"-.5\""],
    "Boolean": ["true", "false"],
    "String": ["\"x\"", "\"\"", "\"it's \\\"q\\\" \\\\\"", "\"\\u00e9\\ud83d\\ude00\"", "\"a\\nb\\tc\""],
    "DateTime": ["\"2021-01-02T03:04:05.678Z\"", "\"2021-01-02T03:04:05+02:00\"", "\"1999-12-31T23:59:60Z\"",
                 "\"2020-02-29 00:00:00Z\"", "\"2021-01-02t03:04:05.123456789-11:30\""],
    "Json": ["\"{}\"", "\"[1, 2.5e3, null]\"", "\"{\\\"a\\\": \\\"it's\\\"}\"", "\"3\"", "\" null \""],
    "Bytes": ["\"aGVsbG8=\"", "\"\"", "\"3q0=\"", "\"AAAA\""],
}

WRONG_LITERALS = ["1", "1.5", "\"x\"", "true", "TRUE", "[]", "[1]", "[\"a\"]", "[1, \"a\"]", "x", "a.b", "{}", "{ a: 1 }",
                  "99999999999999999999", "\"2021-13-02T03:04:05Z\"", "\"2021-01-02\"", "\"{\"", "\"***\"",
                  "\"abc\"", "now()", "uuid()", "autoincrement()", "foo()", "cuid(3)", "uuid(5)", "uuid(7, 4)",
                  "uuid(\"4\")", "nanoid(1)", "nanoid(256)", "ulid(1)", "now(1)", "dbgenerated(\"\")",
                  "dbgenerated(1)", "dbgenerated(\"a\", \"b\")", "dbgenerated()", "auto()", "sequence()",
                  "sequence(start: 5)", "autoincrement(1)", "env(\"X\")", "nanoid(\"x\")", "cuid()",
                  "\"\\q\"", "\"\\ud83d\"", "[[1]]", "[now()]", "-1", "\"aGVsbG8\"", "\"1 2\"", "null"]

FUNCTIONS = {
    "Int": ["autoincrement()"],
    "BigInt": ["autoincrement()"],
    "String": ["uuid()", "uuid(4)", "uuid(7)", "cuid()", "cuid(1)", "cuid(2)", "ulid()", "nanoid()", "nanoid(16)"],
    "DateTime": ["now()"],
}

SEQUENCES = ["sequence()", "sequence(virtual: true)", "sequence(start: 5, increment: 3)",
             "sequence(cache: 20, minValue: 1, maxValue: 900)", "sequence(virtual: false, cache: 1)"]
WRONG_SEQUENCES = ["sequence(foo: 1)", "sequence(1)", "sequence(start: \"a\")", "sequence(virtual: 1)",
                   "sequence(start: 1.5)"]

OPERATORS = ["InetOps", "JsonbOps", "JsonbPathOps", "ArrayOps", "TextOps", "BitMinMaxOps", "VarBitMinMaxOps",
             "BpcharBloomOps", "BpcharMinMaxOps", "ByteaBloomOps", "ByteaMinMaxOps", "DateBloomOps",
             "DateMinMaxOps", "DateMinMaxMultiOps", "Float4BloomOps", "Float4MinMaxOps", "Float8BloomOps",
             "Float8MinMaxMultiOps", "InetInclusionOps", "InetBloomOps", "InetMinMaxOps", "Int2BloomOps",
             "Int2MinMaxOps", "Int4BloomOps", "Int4MinMaxOps", "Int4MinMaxMultiOps", "Int8BloomOps",
             "Int8MinMaxOps", "NumericBloomOps", "NumericMinMaxOps", "OidBloomOps", "OidMinMaxOps",
             "TextBloomOps", "TextMinMaxOps", "TimestampBloomOps", "TimestampMinMaxOps", "TimestampTzBloomOps",
             "TimestampTzMinMaxOps", "TimeBloomOps", "TimeMinMaxOps", "TimeTzBloomOps", "TimeTzMinMaxMultiOps",
             "UuidBloomOps", "UuidMinMaxOps", "UuidMinMaxMultiOps"]
INDEX_TYPES = ["BTree", "Hash", "Gin", "Gist", "SpGist", "Brin"]
ACTIONS = ["Cascade", "Restrict", "NoAction", "SetNull", "SetDefault"]

MODEL_NAMES = ["User", "Post", "Account", "Session", "Tag", "Category", "Order", "Item", "Profile", "Log",
               "a", "Zoo", "Été", "Model1", "Comment", "verylongmodelname_that_goes_on_and_on_until_it_is_cut_off"]
FIELD_NAMES = ["id", "name", "email", "title", "body", "count", "price", "ratio", "active", "createdAt",
               "updatedAt", "data", "blob", "kind", "a", "b", "c", "x1", "user_id", "naïve", "AND", "async",
               "aVeryLongFieldNameThatIsThereToMakeConstraintNamesLong"]
ENUM_NAMES = ["Role", "Kind", "Color", "Status"]
VALUE_NAMES = ["ADMIN", "USER", "Red", "green", "a", "b", "c", "X1", "élan"]


class Field:
    def __init__(self, name, type_, arity="", attributes=()):
        self.name, self.type, self.arity, self.attributes = name, type_, arity, list(attributes)

    def line(self, rng):
        return " ".join(["  " + self.name, self.type + self.arity] + self.attributes)


class Model:
    def __init__(self, name, keyword="model"):
        self.name, self.keyword, self.fields, self.attributes = name, keyword, [], []
        self.id = []

    def scalars(self):
        return [f for f in self.fields if not getattr(f, "relation", False)]

    def fresh(self, rng, wanted):
        names = {f.name for f in self.fields}
        name, n = wanted, 2
        while name in names:
            name, n = f"{wanted}{n}", n + 1
        return name


class Schema:
    def __init__(self, rng, provider, wild=0.0, size=4):
        self.rng, self.provider, self.wild = rng, provider, wild
        self.relation_mode = rng.random() < 0.08
        self.namespaces = provider != "sqlite" and rng.random() < 0.12
        self.views = rng.random() < 0.08
        self.partial = rng.random() < 0.25
        self.extensions = provider == "postgresql" and rng.random() < 0.1
        self.names = set()
        self.enums = []
        self.models = []
        for name in rng.sample(ENUM_NAMES, rng.randint(0, 2)):
            self.enums.append((name, rng.sample(VALUE_NAMES, rng.randint(1, 4))))
        for name in rng.sample(MODEL_NAMES, rng.randint(1, size)):
            self.models.append(self.model(name))
        for _ in range(rng.randint(0, len(self.models) + 1)):
            self.relation()
        for model in self.models:
            self.keys(model)

    # ---- chance ----

    def odd(self, times=1.0):
        return self.rng.random() < self.wild * times

    def maybe(self, p):
        return self.rng.random() < p

    def pick(self, items):
        return self.rng.choice(items)

    # ---- fields ----

    def native(self, scalar):
        if self.odd():
            return "@" + self.pick(["db", "db", "db", "bd", "DB"]) + "." + self.pick(WRONG_NATIVE)
        types = NATIVE[self.provider].get(scalar)
        return "@db." + self.pick(types) if types else None

    def default(self, scalar, arity, key):
        rng = self.rng
        if self.odd():
            value = self.pick(WRONG_LITERALS)
        elif self.maybe(0.1):
            value = self.pick(["dbgenerated(\"gen()\")", "dbgenerated()"])
        elif arity == "[]":
            value = "[" + ", ".join(self.pick(LITERALS[scalar]) for _ in range(rng.randint(0, 3))) + "]"
        elif scalar in FUNCTIONS and self.maybe(0.5):
            value = self.pick(FUNCTIONS[scalar])
            if value == "autoincrement()" and self.provider == "cockroachdb" and scalar == "Int" and not self.odd():
                value = self.pick(SEQUENCES)
            if value == "autoincrement()" and self.provider == "sqlite" and not key and not self.odd():
                value = "7"
        else:
            value = self.pick(LITERALS[scalar])
        if self.odd():
            value = self.pick(WRONG_SEQUENCES)
        form = self.rng.random()
        if self.odd(0.5):
            return self.pick([f"@default({value}, {value})", f"@default()", "@default", f"@default({value},)",
                              f"@default(value: )", f"@default({value}, map: \"df\")", f"@default(value: {value}, {value})",
                              f"@default({value}, foo: 1)", f"@default({value}) @default({value})",
                              f"@default(value: {value}, value: {value})"])
        return f"@default(value: {value})" if form < 0.05 else f"@default({value})"

    def enum_default(self, enum, arity):
        values = enum[1]
        if self.odd(2):
            return "@default(" + self.pick(["FOO", "\"ADMIN\"", "1", "[]", "[FOO]", "now()", "dbgenerated(\"x\")", "a()", values[0]]) + ")"
        if arity == "[]":
            return "@default([" + ", ".join(self.pick(values) for _ in range(self.rng.randint(0, 2))) + "])"
        return f"@default({self.pick(values)})"

    def arity(self, scalar):
        lists = self.provider != "sqlite" and not (self.provider == "cockroachdb" and scalar == "Json")
        choice = self.rng.random()
        if choice < 0.2:
            return "?"
        if choice < 0.28 and (lists or self.odd(3)):
            return "[]"
        if self.odd(0.4):
            return self.pick(["!", "[]?", "[ ]", " ?", "?[]"])
        return ""

    def field(self, model, name):
        rng = self.rng
        attributes = []
        if self.enums and self.maybe(0.12):
            enum = self.pick(self.enums)
            arity = self.arity("enum") if self.provider != "sqlite" else self.pick(["", "?"])
            if self.maybe(0.4):
                attributes.append(self.enum_default(enum, arity))
            if self.odd():
                attributes.append(self.pick(["@db.Text", "@updatedAt", "@relation", "@db."]))
            field = Field(name, enum[0], arity, attributes)
        elif self.maybe(0.04):
            type_ = "Unsupported(\"" + self.pick(["circle", "geometry(Point, 4326)", "box", "tsvector"]) + "\")"
            if self.odd(3):
                type_ = self.pick(["Unsupported(\"Text\")", "Unsupported(\"VarChar(3)\")", "Unsupported(\"\")", "Unsupported(circle)",
                                   "Unsupported(\"text\")", "Unsupported( \"x\" )", "Unsupported (\"x\")", "Unsupported(\"Int4\")"])
            if self.maybe(0.3):
                attributes.append("@default(dbgenerated(\"f()\"))" if not self.odd(3) else self.pick(["@default(1)", "@default(\"x\")", "@ignore", "@db.Text", "@updatedAt"]))
            field = Field(name, type_, self.pick(["", "?", "?"]), attributes)
        else:
            scalar = self.pick(SCALARS)
            arity = self.arity(scalar)
            if self.maybe(0.35):
                attributes.append(self.default(scalar, arity, False))
            if self.maybe(0.3):
                native = self.native(scalar)
                if native:
                    attributes.append(native)
            if scalar == "DateTime" and arity != "[]" and self.maybe(0.2) or self.odd(0.3):
                attributes.append("@updatedAt")
            field = Field(name, scalar, arity, attributes)
        if self.maybe(0.12) or self.odd():
            column = self.pick(["col", "x_", "c d", "é", name + "_db", "\\\"q"]) + (str(rng.randint(0, 99)) if not self.odd(2) else "")
            field.attributes.append(self.pick([f"@map(\"{column}\")", f"@map(name: \"{column}\")"]))
            if self.odd(2):
                field.attributes[-1] = self.pick(["@map", "@map()", "@map(1)", "@map(name: )", "@map(\"\")", "@map(foo: \"x\")", "@map(\"a\", \"b\")",
                                                  f"@map(\"{self.pick(FIELD_NAMES)}\")", "@map(\"c\", name: \"c\")"])
        if self.maybe(0.03):
            field.attributes.append(self.pick(["@ignore"]) if not self.odd(3) else self.pick(["@ignore(1)", "@ignore @ignore", "@ignore()"]))
        if self.odd(0.5):
            field.attributes.append(self.pick(["@foo", "@foo(1)", "@unique", "@unique @unique", "@id", "@relation", "@relation(fields: [id])", "@db.Text",
                                               "@db.VarChar(3)", "@@unique", "@", "@1", "@a-b", "@map(\"x\")", "@unique(map: \"\")", "@unique(map: \"u\")",
                                               "@unique(sort: Desc)", "@unique(length: 3)", "@unique(sort: Foo)", "@unique(clustered: true)",
                                               "@unique(ops: raw(\"x\"))", "@shardKey", "@updatedAt", "@updatedAt(1)", "@id(map: \"pk\")", "@id(sort: Desc)",
                                               "@id(length: 3)", "@id(clustered: false)", "@id(clustered: 1)", "@db.Text @db.Text", "@unique()", "@unique(1)"]))
        if self.odd(0.3):
            field.type = self.pick(["Foo", "int", "string", "user", "Strin", "Datetime", "role", "Unsupported", "String String", "123", "S-t"])
        if self.odd(0.2):
            field.name = self.pick(["1x", "_x", "$x", "a-b", "x:", "x :", name + "," , "é_", "9", "-a", "x.y"])
        return field

    # ---- models ----

    def model(self, name):
        rng = self.rng
        keyword = "view" if self.views and self.maybe(0.3) else "model"
        if self.odd(0.1):
            keyword = self.pick(["view", "type", "Model", "class", "enum"])
        if self.odd(0.3):
            name = self.pick(["1A", "A-b", "String", "Int", "async", "PrismaClient", "_A", "A B", "User", "return", "Role"])
        model = Model(name, keyword)
        self.id_field(model)
        for wanted in rng.sample(FIELD_NAMES[1:], rng.randint(0, 7)):
            if self.odd(0.2) and model.fields:
                wanted = self.pick(model.fields).name
            else:
                wanted = model.fresh(rng, wanted)
            model.fields.append(self.field(model, wanted))
        return model

    def id_field(self, model):
        rng, shape = self.rng, self.rng.random()
        named = self.provider != "sqlite"
        if shape < 0.75:
            scalar = self.pick(["Int", "Int", "String", "String", "BigInt", "DateTime", "Decimal", "Bytes", "Float", "Boolean"])
            attributes = ["@id"]
            if named and self.maybe(0.08) or self.odd():
                attributes = [f"@id(map: \"{self.pick(['pk', 'my pk', 'k' * 63, 'id'])}{rng.randint(0, 50)}\")"[:200]]
            if self.odd(0.5):
                attributes = [self.pick(["@id(map: \"" + "k" * 64 + "\")", "@id(\"x\")", "@id(map: 1)", "@id(map: \"\")", "@id @id", "@id(sort: Desc)",
                                         "@id(length: 1)", "@id(clustered: true)", "@id(length: -1)", "@id(sort: asc)"])]
            if self.maybe(0.6):
                attributes.append(self.default(scalar, "", True))
            if self.maybe(0.2):
                native = self.native(scalar)
                if native:
                    attributes.append(native)
            if self.maybe(0.1):
                attributes.append(f"@map(\"{self.pick(['_id', 'ID', 'pk_col'])}\")")
            arity = self.pick(["?", "[]"]) if self.odd(0.5) else ""
            model.fields.append(Field("id", scalar, arity, attributes))
            model.id = ["id"]
            if self.odd(0.4):
                model.fields.append(Field("id2", "Int", "", ["@id"]))
        elif shape < 0.92:
            model.fields += [Field("k1", self.pick(["Int", "String"]), "?" if self.odd() else ""),
                             Field("k2", self.pick(["Int", "String", "DateTime"]), "")]
            model.id = ["k1", "k2"]
            extra = ""
            if self.maybe(0.2):
                extra += ", name: \"" + self.pick(["key", "primary", "k1", "a b", "1", "é"] if self.odd(5) else ["key", "primary"]) + "\""
            if named and self.maybe(0.15) or self.odd():
                extra += f", map: \"pk{rng.randint(0, 50)}\""
            fields = self.pick(["[k1, k2]", "fields: [k1, k2]", "[k2, k1]"])
            if self.odd(2):
                fields = self.pick(["[k1]", "[]", "k1", "[k1, k1]", "[k1, zz]", "[k1(sort: Desc), k2]", "[k1(length: 3), k2]", "[k1(ops: raw(\"x\")), k2]",
                                    "\"k1\"", "[k1.a, k2]", "[k1, k2], [k1]", "", "[k1, k2], foo: 1", "fields: ", "[k1, k2], clustered: true", "[k1(), k2]"])
            model.attributes.append(f"@@id({fields}{extra})")
            if self.odd(0.5):
                model.attributes.append("@@id([k1, k2])")
        elif shape < 0.97:
            model.fields.append(Field("uniq", self.pick(["Int", "String"]), "?" if self.odd(3) else "", ["@unique"]))
        else:
            if not self.odd(4):
                model.attributes.append("@@ignore")

    # ---- keys ----

    def key_fields(self, model, options):
        scalars = [f.name for f in model.scalars()]
        chosen = self.rng.sample(scalars, min(len(scalars), self.rng.choice([1, 1, 1, 2, 2, 3])))
        items = []
        for name in chosen:
            arguments = []
            if "sort" in options and self.maybe(0.15):
                arguments.append("sort: " + (self.pick(["Asc", "Desc"]) if not self.odd(2) else self.pick(["asc", "\"Desc\"", "Foo", "1"])))
            if self.odd():
                arguments.append(self.pick(["length: 3", "length: -1", "length: \"x\"", "foo: 1", "1", "sort: ", "length: 1.5"]))
            if "ops" in options and self.maybe(options["ops"]):
                arguments.append("ops: " + (self.pick(OPERATORS) if self.maybe(0.7) else "raw(\"my_ops\")"))
                if self.odd(2):
                    arguments[-1] = "ops: " + self.pick(["FooOps", "\"x\"", "raw(1)", "raw()", "raw(\"a\", \"b\")", "raw(\"\")", "1"])
            items.append(name + (f"({', '.join(arguments)})" if arguments else ""))
        if self.odd():
            items.append(self.pick(["zz", "id", "\"id\"", "1", "a.b", "[id]", "id()"] + [f.name for f in model.fields]))
        if self.odd(0.5):
            items = []
        if len(items) == 1 and self.maybe(0.2):
            return items[0]
        return "[" + ", ".join(items) + "]"

    def where(self, model):
        scalars = [f for f in model.scalars()] or [Field("zz", "Int")]
        if self.maybe(0.4):
            value = "raw(\"" + self.pick(["a > 5", "b IS NOT NULL", "x = 'it''s'"]) + "\")"
            if self.odd(3):
                value = self.pick(["raw(\"\")", "raw(1)", "raw()", "raw(\"a\", \"b\")", "foo(\"x\")", "\"a > 5\"", "[1]", "1", "true", "raw", "raw(sql: \"x\")", "raw(\" \")"])
            return f"where: {value}"
        parts = []
        for field in self.rng.sample(scalars, min(len(scalars), self.rng.randint(1, 2))):
            value = {"Boolean": ["true", "false"], "String": ["\"x\"", "\"it's\""], "Int": ["1", "-3"], "BigInt": ["5"], "Float": ["1.5"],
                     "Decimal": ["1.5", "2"]}.get(field.type, ["null"])
            value = self.pick(value + ["null"])
            if self.maybe(0.3):
                value = "{ not: " + value + " }"
            if self.odd(2):
                value = self.pick(["1", "\"x\"", "true", "null", "x", "{}", "{ not: {} }", "{ foo: 1 }", "{ not: 1, foo: 2 }", "[1]", "f(1)", "{ not: { not: 1 } }",
                                   "1.5", "\"\"", "{ not: true }", "{ not: x }", "{ not: [1] }", "{ not: f() }"])
            parts.append(f"{field.name}: {value}")
        if self.odd():
            parts.append(self.pick(["zz: 1", "id: 1", "id: { not: null }", parts[0]] + [f.name + ": null" for f in model.fields]))
        if self.odd(0.3):
            parts = []
        return "where: { " + ", ".join(parts) + " }"

    def keys(self, model):
        rng = self.rng
        for field in model.fields:
            if not getattr(field, "relation", False) and not any(a.startswith(("@id", "@unique")) for a in field.attributes) and self.maybe(0.08):
                arguments = []
                if self.maybe(0.2):
                    arguments.append(f"map: \"uq{rng.randint(0, 60)}\"")
                if self.maybe(0.15):
                    arguments.append("sort: " + self.pick(["Asc", "Desc"]))
                if self.partial and self.maybe(0.2):
                    arguments.append(self.where(model))
                field.attributes.append("@unique" + (f"({', '.join(arguments)})" if arguments else ""))
        for _ in range(rng.choice([0, 0, 1, 1, 2, 3])):
            if not model.scalars():
                break
            kind = self.pick(["index", "index", "unique"])
            options, arguments = {"sort": 1}, []
            if kind == "index":
                if self.provider == "postgresql" and self.maybe(0.35) or self.odd(2) or self.provider == "cockroachdb" and self.maybe(0.15):
                    arguments.append("type: " + self.pick(INDEX_TYPES))
                    options["ops"] = 0.5 if self.provider == "postgresql" else 0.05
                    if self.odd(2):
                        arguments[-1] = "type: " + self.pick(["Foo", "\"Hash\"", "btree", "1", ""])
                elif self.provider == "postgresql" and self.maybe(0.05) or self.odd():
                    options["ops"] = 0.5
            elif self.odd(2):
                options["ops"] = 0.5
            if self.maybe(0.15):
                arguments.append(f"map: \"ix{rng.randint(0, 60)}\"")
            if kind == "unique" and self.maybe(0.15) or self.odd():
                arguments.append("name: \"" + self.pick(["uname", "other", "key"] + (["id", "k1", "a b", "é", ""] if self.odd(5) else [])) + "\"")
            if kind == "index" and self.maybe(0.03):
                arguments.append("name: \"legacy\"")
            if self.partial and self.maybe(0.2) or self.odd():
                arguments.append(self.where(model))
            if self.odd():
                arguments.append(self.pick(["clustered: true", "clustered: 1", "foo: 1", "map: \"\"", "map: 1", "map: \"" + "x" * 64 + "\"", "length: 1",
                                            "type: Hash", "sort: Desc", "name: 1", "fields: [id]", "map: \"a\", map: \"b\"", "\"x\""]))
            fields = self.key_fields(model, options)
            head = ("fields: " if self.maybe(0.1) else "") + fields
            if self.odd(0.5):
                head = self.pick(["", "fields: ", head + ", " + head, head + ","])
            model.attributes.append(f"@@{kind}({', '.join([head] + arguments)})")
        if self.odd(0.4):
            model.attributes.append(self.pick(["@@fulltext([id])", "@@foo", "@@foo([id])", "@@map", "@@map(1)", "@@ignore", "@@schema(\"zz\")", "@@schema", "@@map(\"\")",
                                               "@@unique", "@@index", "@@id", "@@shardKey([id])", "@@map(\"a\") @@map(\"b\")", "@@schema(1)", "@@index([id]) foo", "@@unique([id])  // c",
                                               "@@index(fields: [id], [id])", "@@a.b", "@@", "@ @id", "@@default(1)"]))
        if self.maybe(0.2):
            table = self.pick(["t_" + model.name, model.name.lower(), "tab le", "users", "x" * 60]) + (str(rng.randint(0, 30)) if not self.odd(5) else "")
            model.attributes.append(self.pick([f"@@map(\"{table}\")", f"@@map(name: \"{table}\")"]))
        if self.namespaces and not self.odd(2) or self.odd(0.3):
            model.attributes.append(f"@@schema(\"{self.pick(['one', 'two'])}\")")
        if self.maybe(0.02):
            model.attributes.append("@@ignore")

    # ---- relations ----

    def relation_field(self, model, name, type_, arity, arguments):
        field = Field(name, type_, arity, [f"@relation({', '.join(arguments)})"] if arguments else [])
        field.relation = True
        if self.odd(0.4):
            field.attributes.append(self.pick(["@id", "@unique", "@default(1)", "@map(\"x\")", "@ignore", "@updatedAt", "@db.Text", "@foo", "@map", "@relation"]))
        if self.maybe(0.02):
            field.attributes.append("@ignore")
        position = self.rng.randint(0, len(model.fields)) if self.maybe(0.3) else len(model.fields)
        model.fields.insert(position, field)
        return field

    def actions(self, nullable):
        arguments = []
        for event in ["onDelete", "onUpdate"]:
            if self.maybe(0.25):
                allowed = ["Cascade", "Restrict", "NoAction"] + (["SetNull"] if nullable else []) + ["SetDefault"]
                if self.relation_mode:
                    allowed = ["Cascade", "Restrict"]
                arguments.append(f"{event}: " + self.pick(allowed if not self.odd(4) else ACTIONS + ["Foo", "\"Cascade\"", "cascade", ""]))
        return arguments

    def relation(self):
        rng = self.rng
        a, b = self.pick(self.models), self.pick(self.models)
        name = None
        n = len(a.fields) + len(b.fields)
        if a is b or self.maybe(0.3) or any(f.type == b.name for f in a.fields) or any(f.type == a.name for f in b.fields):
            name = f"rel{n}"
        if self.odd(2):
            name = self.pick([None, "rel", ""])
        named = [f"\"{name}\"" if self.maybe(0.7) else f"name: \"{name}\""] if name is not None else []
        kind = self.pick(["many", "many", "many", "one", "m2m"])
        forward = a.fresh(rng, b.name[0].lower() + b.name[1:12])
        if kind == "m2m" and len(a.id) == 1 and len(b.id) == 1 or kind == "m2m" and self.odd(3):
            self.relation_field(a, forward, b.name, "[]", list(named))
            if not self.odd(2):
                back = b.fresh(rng, a.name[0].lower() + a.name[1:12] + "s")
                extra = self.pick([["onDelete: Cascade"], ["references: [id]"], ["fields: [id]"], ["map: \"m\""], ["fields: [id]", "references: [id]"]]) if self.odd(2) else []
                self.relation_field(b, back, a.name, "[]", named + extra)
            return
        target = b.id or ["uniq"]
        if kind == "m2m":
            kind = "many"
        optional = self.maybe(0.35)
        columns, unique = [], kind == "one"
        types = {f.name: f.type for f in b.fields}
        natives = {f.name: [x for x in f.attributes if x.startswith("@db.")] for f in b.fields}
        for part in target:
            column = a.fresh(rng, forward + "_" + part)
            attributes = ["@unique"] if unique and len(target) == 1 and not self.odd(3) else []
            type_ = types.get(part, "Int")
            if self.odd():
                type_ = self.pick(SCALARS)
            if self.maybe(0.8):
                attributes += natives.get(part, [])
            if self.maybe(0.1):
                attributes.append(f"@map(\"{column}_fk\")")
            arity = "?" if optional and not self.odd(3) and not self.maybe(0.05) else ("?" if self.odd() else "")
            a.fields.append(Field(column, type_, arity, attributes))
            columns.append(column)
        if unique and len(target) > 1 and not self.odd(3):
            a.attributes.append(f"@@unique([{', '.join(columns)}])")
        arguments = list(named)
        fields, references = f"fields: [{', '.join(columns)}]", f"references: [{', '.join(target)}]"
        if len(columns) == 1 and self.maybe(0.1):
            fields = f"fields: {columns[0]}"
        if self.odd():
            fields = self.pick(["fields: []", "fields: [zz]", "fields: \"x\"", f"fields: [{columns[0]}, {columns[0]}]", "fields: ", f"fields: [{forward}]",
                                "fields: [" + self.pick(a.fields or [Field("zz", "Int")]).name + "]"])
        if self.odd():
            references = self.pick(["references: []", "references: [zz]", "references: [id, id]", "references: ", "references: [" + self.pick(b.fields or [Field("zz", "Int")]).name + "]"])
        if not self.odd():
            arguments.append(fields)
        if not self.odd():
            arguments.append(references)
        arguments += self.actions(optional)
        if self.provider != "sqlite" and self.maybe(0.08) or self.odd():
            arguments.append("map: \"" + self.pick(["fk", "my fk", "f" * 63, "pk1"] + (["", "f" * 64] if self.odd(9) else [])) + ("" if self.odd(5) else str(rng.randint(0, 9)))[:1] + "\"")
        if self.maybe(0.1):
            rng.shuffle(arguments)
        if self.odd(0.5):
            arguments.append(self.pick(["foo: 1", "\"x\"", "\"x\", \"y\"", "name: 1", "name: \"\"", "references: [id]"]))
        self.relation_field(a, forward, b.name, "?" if optional and not self.odd() else ("[]" if self.odd() else ""), arguments)
        if not self.odd():
            back = b.fresh(rng, a.name[0].lower() + a.name[1:12] + "s")
            arity = "?" if unique else "[]"
            if self.odd():
                arity = self.pick(["", "?", "[]"])
            extra = list(named)
            if self.odd():
                extra.append(self.pick(["onDelete: Cascade", "fields: [id]", "references: [id]", "map: \"x\"", "fields: [id], references: [id]", "onUpdate: SetNull"]))
            self.relation_field(b, back, a.name, arity, extra)

    # ---- text ----

    def datasource(self):
        provider = self.provider
        if provider == "postgresql" and self.maybe(0.1):
            provider = "postgres"
        lines = [f"  provider = \"{provider}\""]
        if self.odd(0.5):
            lines[0] = self.pick(["  provider = \"foo\"", "  provider = env(\"P\")", "  provider = 1", "  provider =", "  provider = \"\"", "", "  provider = [\"sqlite\"]",
                                  "  provider = sqlite", "  provider: \"sqlite\"", "  provider = \"sqlite\" foo", lines[0] + "\n" + lines[0]])
        if self.maybe(0.5):
            lines.append("  url = env(\"DATABASE_URL\")")
        if self.relation_mode:
            lines.append("  " + self.pick(["relationMode", "relationMode", "referentialIntegrity"]) + " = \"prisma\"")
        elif self.maybe(0.05):
            lines.append("  relationMode = \"foreignKeys\"")
        if self.odd(0.5):
            lines.append("  " + self.pick(["relationMode = \"foo\"", "relationMode = 1", "referentialIntegrity = \"prisma\"", "foo = 1", "foo =", "previewFeatures = []",
                                           "schemas = []", "schemas = [\"one\"]", "schemas = [1]", "schemas = \"one\"", "schemas = [\"one\", \"one\"]", "extensions = [a]",
                                           "extensions = []", "extensions = [\"a\"]", "foo = [1, 2]", "foo bar", "foo = { a: 1 }", "directUrl = env(\"X\")", "relationMode = env(\"X\")"]))
        if self.namespaces:
            lines.append("  schemas = [\"one\", \"two\"]")
        if self.extensions or self.odd(0.3):
            lines.append("  extensions = [" + ", ".join(self.rng.sample(["uuidOssp(map: \"uuid-ossp\")", "citext", "postgis(version: \"3.1\", schema: \"public\")", "hstore(schema: \"one\")"], 2)) + "]")
            if self.odd(3):
                lines[-1] = "  extensions = " + self.pick(["[1]", "a", "[a(1)]", "[a(foo: \"x\")]", "[a(map: 1)]", "[a, a]", "[a(map: \"x\", map: \"y\")]", "[1a]", "[a-b]", "[a(map: \"\")]", "[]", "\"a\"", "{}"])
        if self.maybe(0.1):
            self.rng.shuffle(lines)
        return ["datasource db {"] + lines + ["}"]

    def generator(self):
        features = []
        if self.views:
            features.append("views")
        if self.partial:
            features.append("partialIndexes")
        if self.extensions:
            features.append("postgresqlExtensions")
        if self.maybe(0.2):
            features.append(self.pick(["multiSchema", "driverAdapters", "relationJoins", "typedSql", "nativeDistinct", "fullTextSearch", "fullTextIndex", "tracing",
                                       "fullTextSearchPostgres", "extendedIndexes", "namedConstraints", "Views", "omitApi", "prismaSchemaFolder", "queryCompiler", "interactiveTransactions"]))
        if self.odd():
            features.append(self.pick(["foo", "", "VIEWS", "shardKeys", "esm"]))
        if not features and self.maybe(0.3) and not self.odd(3):
            return []
        lines = ["  provider = \"prisma-client-js\""]
        if self.odd(0.5):
            lines[0] = self.pick(["", "  provider =", "  provider = 1", "  provider = env(\"X\")", "  provider = x", lines[0] + "\n" + lines[0], "  provider = [\"a\"]"])
        if features or self.maybe(0.1):
            lines.append("  previewFeatures = [" + ", ".join(f"\"{f}\"" for f in features) + "]")
            if self.odd():
                lines[-1] = "  previewFeatures = " + self.pick(["\"views\"", "[views]", "[1]", "env(\"X\")", "[]", "1", "{}"])
        if self.maybe(0.2):
            lines.append(self.pick(["  output = \"../x\"", "  binaryTargets = [\"native\", \"debian-openssl-3.0.x\"]", "  engineType = \"library\"", "  foo = \"bar\"", "  foo = [\"a\"]"]))
        if self.odd(0.5):
            lines.append("  " + self.pick(["output = 1", "output = env(\"X\")", "binaryTargets = 1", "binaryTargets = \"x\"", "engineType = 1", "engineType = env(\"X\")", "foo = 1", "foo = x", "foo = f()",
                                           "foo = [1]", "foo = [[\"a\"]]", "foo = {}", "foo =", "foo bar", "foo = env(\"X\")", "foo = env()", "foo = env(1)", "foo = [env(\"X\")]", "output = env()",
                                           "engineType =", "output = [\"x\"]", "foo = -1.5", "binaryTargets = [env(\"X\")]", "binaryTargets = env(1)"]))
        return ["generator client {"] + lines + ["}"]

    def enum(self, enum):
        name, values = enum
        lines = []
        for value in values:
            attributes = ""
            if self.maybe(0.15):
                attributes = f" @map(\"{self.pick(['db', 'v al', 'é'])}{self.rng.randint(0, 9)}\")"
            if self.odd():
                attributes = self.pick([" @map", " @map(1)", " @foo", " @default(1)", " @map(\"a\") @map(\"b\")", " @map(\"\")", " Foo", " @map(name: \"x\")", " @id", " @db.X", " @map(\"x\", 1)"])
            if self.odd():
                value = self.pick(["1a", "a-b", "_a", values[0], "x y", "true", "null"])
            lines.append(f"  {value}{attributes}")
        if self.odd(0.5):
            lines = []
        if self.maybe(0.15):
            lines.append(f"  @@map(\"{self.pick(['role', 'kind t', 'Role'])}{self.rng.randint(0, 3)}\")")
        if self.namespaces and not self.odd(2) or self.odd(0.3):
            lines.append(f"  @@schema(\"{self.pick(['one', 'two'])}\")")
        if self.odd(0.5):
            lines.append("  " + self.pick(["@@foo", "@@map", "@@map(1)", "@@ignore", "@@id([a])", "@@map(\"a\", \"b\")", "@@schema(\"zz\")", "@@map(\"\")", "Int", "@@schema"]))
        if self.odd(0.2):
            name = self.pick(["1E", "String", "async", "E-x", "User", "Post"])
        return [f"enum {name} {{"] + lines + ["}"]

    def comment(self, lines):
        """Strews comments over a block."""
        if not self.maybe(0.15):
            return lines
        out = []
        for line in lines:
            if self.maybe(0.15):
                out.append(self.pick(["// comment", "/// documentation", "  /// more", "", "  ", "/* block */", "/* two\n   lines */"]))
            if self.maybe(0.1) and not line.endswith("{"):
                line += self.pick([" // trailing", " /// documented", " /* block */", "  "])
            out.append(line)
        return out

    def composites(self):
        """Types that hold each other; only the first two in circles, as in others the engine never ends."""
        names = [f"T{i}" for i in range(self.rng.randint(1, 4))]
        blocks = []
        for i, name in enumerate(names):
            later = names[i + 1:] or ["Int"]
            fields = [f"  f{j} {self.pick(later + ['Int', 'String', 'DateTime', name + '?'])}{self.pick(['', '', '?', '[]'])}"
                      for j in range(self.rng.randint(0, 4))]
            if i == 1 and self.maybe(0.5):
                fields.append(f"  back {names[0]}" + self.pick(["", "", "?", "[]"]))
            if self.odd(0.1):
                fields.append(f"  me {name}")
            fields = [field.replace("??", "?").replace("?[]", "[]") +
                      (self.pick([" @map(\"x\")", " @default(1)", " @id", " @default(now())", " @db.Text"]) if self.odd(0.05) else "")
                      for field in fields]
            blocks.append([f"type {name} {{"] + fields + ["}"])
        return blocks

    def text(self):
        blocks = []
        if not self.odd(0.2):
            blocks.append(self.datasource())
        if self.odd(0.1):
            blocks.append(self.datasource())
        generator = self.generator()
        if generator:
            blocks.append(generator)
        rest = [self.enum(e) for e in self.enums]
        for model in self.models:
            fields = [f.line(self.rng) for f in model.fields]
            rest.append([f"{model.keyword} {model.name} {{"] + fields + ["  " + a for a in model.attributes] + ["}"])
        if self.odd(0.2):
            rest.append(self.pick([["type T {", "  a Int", "}"], ["type X = String"], ["foo bar"], ["foo {", "  a", "}"], ["model X {", "}"], ["enum E {", "}"], ["model Y {", "  id Int @id"],
                                   ["type T {", "  a Foo", "}"], ["type T {", "}"], ["}"], ["{"], ["model"], ["type T {", "  a Int @id", "  b T", "}"]]))
        if self.odd(0.5):
            rest += self.composites()
        self.rng.shuffle(rest)
        lines = []
        for block in blocks + rest:
            lines += self.comment(block) + ([""] if self.maybe(0.9) else [])
        end = self.pick(["\n", "\n", "\n", "\r\n"])
        return end.join(lines) + (end if self.maybe(0.95) else "")


TOKENS = ["@", "@@", "{", "}", "(", ")", "[", "]", ",", ":", "=", "?", "!", "\"", "'", ".", "-", "//", "///", "/*", "*/", "\\", "\t", " ", "1", "x", "é", "\n", "@id",
          "@unique", "String", "Int", "model", "enum", "datasource", "type", "\u00a0", "🙂", "$", "_", ";", "\r", "id", "0", "\x01", "\x7f"]


def mangle(rng, text):
    """Breaks a text in one to three places."""
    for _ in range(rng.randint(1, 3)):
        lines = text.split("\n")
        at = rng.randrange(len(lines))
        kind = rng.random()
        if kind < 0.15:
            del lines[at]
        elif kind < 0.25:
            lines.insert(at, lines[rng.randrange(len(lines))])
        elif kind < 0.35:
            other = rng.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        elif kind < 0.45 and at + 1 < len(lines):
            lines[at:at + 2] = [lines[at] + lines[at + 1]]
        else:
            line = lines[at]
            column = rng.randint(0, len(line))
            if kind < 0.7:
                line = line[:column] + rng.choice(TOKENS) + line[column:]
            elif kind < 0.9:
                line = line[:column] + line[column + rng.randint(1, 3):]
            else:
                line = line[:column] + "\n" + line[column:]
            lines[at] = line
        text = "\n".join(lines)
    return text


def sample(rng, provider):
    """A schema as the comparison wants them: a third right, the others wrong in many ways."""
    wild = rng.choice([0, 0, 0.005, 0.01, 0.02, 0.05, 0.15])
    text = Schema(rng, provider, wild, size=rng.choice([2, 4, 6])).text()
    if rng.random() >= 0.15:
        return text
    # The engine does not accept this line, so it must not be broken.
    return mangle(rng, text.replace("  url = env(\"DATABASE_URL\")", ""))
