/*
 * Keeps the facts of a Prisma schema when its database is read again, like `prisma db pull`.
 */
#include "diff/facts.h"

#include "base/text.h"
#include "diff/change.h"
#include "diff/respell.h"
#include "diff/table_pair.h"

struct keeping {
	struct arena *arena;
	const struct schema *written;
	const struct schema *respelled; /* the same, in the database's spelling */
	const struct schema *stored;
	struct schema *result;
};

/* Adds a fact of a changed record, if it still holds. */
static void keep_fact(const struct keeping *keeping, const struct facts *from, const char *key,
		      struct facts *to)
{
	fact_add(keeping->arena, to, key, fact_get(from, key));
}

/* ---- enums ---- */

static struct enumeration keep_enum(const struct keeping *keeping,
				    const struct enumeration *written,
				    const struct enumeration *stored)
{
	struct enumeration result = {.name = stored->name, .facts = written->facts};
	const struct enum_value *value;

	vector_each(value, &stored->values) {
		const struct enum_value *before = enumeration_value(written, value->name);
		*vector_add(keeping->arena, &result.values) = before ? *before : *value;
	}
	return result;
}

/* Keeps the schema's enums, if the database has no enums. */
static void keep_enums(const struct keeping *keeping)
{
	struct arena *arena = keeping->arena;
	const struct enumeration *one;

	vector_each(one, &keeping->written->enums) {
		const struct enumeration *stored = schema_enum(keeping->stored, one->name);
		if (stored)
			*vector_add(arena, &keeping->result->enums) =
				keep_enum(keeping, one, stored);
		else if (!keeping->stored->dialect->enums)
			*vector_add(arena, &keeping->result->enums) = *one;
	}
	vector_each(one, &keeping->stored->enums)
		if (!schema_enum(keeping->written, one->name))
			*vector_add(arena, &keeping->result->enums) = *one;
}

/* ---- columns ---- */

/* True if clients can keep the time of the last change in a column. */
static bool can_be_updated_at(const struct column *column)
{
	return column->type.kind == TYPE_NATIVE && column->type.native->scalar == SCALAR_DATETIME &&
	       column->arity != ARITY_LIST;
}

/* Returns a changed column, with the facts that do not depend on its type and default. */
static struct column keep_column_facts(const struct keeping *keeping, const struct column *written,
				       const struct column_pair *pair)
{
	struct column result = *pair->new;
	const struct facts *facts = &written->facts;
	bool same_type = pair->cast == CAST_NONE;

	result.facts = (struct facts){0};
	keep_fact(keeping, facts, "field", &result.facts);
	if (same_type && !pair->value) {
		keep_fact(keeping, facts, "enum", &result.facts);
		keep_fact(keeping, facts, "default", &result.facts);
		result.value = written->value;
	}
	if (can_be_updated_at(&result))
		keep_fact(keeping, facts, "updated-at", &result.facts);
	keep_fact(keeping, facts, "ignore", &result.facts);
	keep_fact(keeping, facts, "doc", &result.facts);
	return result;
}

/* Adds the columns: those of the schema, in its order, then new ones. */
static void keep_columns(const struct keeping *keeping, const struct table *written,
			 const struct table_pair *pair, struct table *result)
{
	const struct column *column, *const *added;

	vector_each(column, &written->columns) {
		const struct column_pair *columns = diff_pair_column(pair, column->name);
		if (!columns)
			continue;
		struct column kept = diff_column_differs(columns)
					     ? keep_column_facts(keeping, column, columns)
					     : *column;
		/* SQLite counts for the key only, whatever the column itself says. */
		if (kept.value.kind == DEFAULT_AUTOINCREMENT)
			kept.value = columns->new->value;
		table_add_column(keeping->arena, result, &kept);
	}
	vector_each(column, &pair->new->columns)
		vector_each(added, &pair->added)
			if (*added == column)
				table_add_column(keeping->arena, result, column);
}

/* ---- keys and indexes ---- */

static bool parts_equal(const struct key_parts *a, const struct key_parts *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!text_equal(a->at[i].column, b->at[i].column))
			return false;
	return true;
}

static struct primary_key *keep_primary_key(const struct keeping *keeping,
					    const struct primary_key *written,
					    struct primary_key *stored)
{
	struct primary_key *result = arena_alloc(keeping->arena, sizeof *result);

	if (!written || !stored || !parts_equal(&written->parts, &stored->parts))
		return stored;
	*result = *stored;
	result->facts = written->facts;
	return result;
}

/* Returns the same index in the database, or NULL. */
static const struct index *find_same(const struct table_pair *pair, const struct index *index)
{
	const struct index_pair *indexes;

	vector_each(indexes, &pair->indexes)
		if (indexes->old == index)
			return indexes->new;
	return NULL;
}

/* True if an index names a class of operators for a column that has changed. */
static bool has_doubtful_class(const struct table_pair *pair, const struct index *index)
{
	const struct key_part *part;

	vector_each(part, &index->parts) {
		const struct column_pair *columns = diff_pair_column(pair, part->column);
		if (part->operator_class && columns && diff_column_differs(columns))
			return true;
	}
	return false;
}

/*
 * Keeps the client name of an index with a new name. Gives a partial one that the schema could not
 * hold its condition, or adds it behind the others.
 */
static void keep_indexes(const struct keeping *keeping, const struct table *written,
			 const struct table_pair *pair, struct table *result)
{
	const struct index *const *created;

	for (size_t i = 0; i < pair->old->indexes.count; i++) {
		const struct index *respelled = &pair->old->indexes.at[i];
		const struct index *stored = find_same(pair, respelled);
		if (!stored)
			continue;
		struct index *kept = vector_add(keeping->arena, &result->indexes);
		*kept = i < written->indexes.count ? written->indexes.at[i] : *respelled;
		kept->name = stored->name;
		if (has_doubtful_class(pair, kept))
			kept->parts = stored->parts;
		if (!kept->predicate)
			kept->predicate = stored->predicate;
	}
	vector_each(created, &pair->created_indexes)
		*vector_add(keeping->arena, &result->indexes) = **created;
}

/* ---- foreign keys ---- */

static bool names_equal(const struct names *a, const struct names *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!text_equal(a->at[i], b->at[i]))
			return false;
	return true;
}

/* True if two keys make the same relation, whatever their names and actions. */
static bool is_same_relation(const struct foreign_key *a, const struct foreign_key *b)
{
	return object_name_equal(a->references, b->references) &&
	       names_equal(&a->columns, &b->columns) &&
	       names_equal(&a->referenced_columns, &b->referenced_columns);
}

/* True if a relation that only clients know is still possible: its tables and columns exist. */
static bool can_stay(const struct keeping *keeping, const struct table *table,
		     const struct foreign_key *key)
{
	const struct table *target = schema_table(keeping->stored, key->references);
	const char **name;

	if (key->enforced || !target)
		return false;
	vector_each(name, &key->columns)
		if (!table_column(table, *name))
			return false;
	vector_each(name, &key->referenced_columns)
		if (!table_column(target, *name))
			return false;
	return true;
}

/* True if a column of a key can be NULL in only one of the tables. */
static bool arity_differs(const struct table *a, const struct table *b, const struct names *columns)
{
	const char **name;

	vector_each(name, columns)
		if (table_column(a, *name)->arity != table_column(b, *name)->arity)
			return true;
	return false;
}

/* Returns the facts of a relation, adapted to changes of its columns and their keys. */
static struct facts keep_relation_facts(const struct keeping *keeping, const struct table *written,
					const struct table *stored, const struct foreign_key *key)
{
	bool differs = arity_differs(written, stored, &key->columns);
	bool once = table_has_key(stored, &key->columns);
	struct facts result = {0};
	const struct fact *fact;

	vector_each(fact, &key->facts)
		if (!differs || !text_equal(fact->key, "arity"))
			*vector_add(keeping->arena, &result) = *fact;
	if (once && !table_has_key(written, &key->columns))
		fact_add(keeping->arena, &result, "back-arity", "optional");
	return result;
}

/* Returns the foreign key of a table that makes a relation, or NULL. */
static const struct foreign_key *find_relation(const struct table *table,
					       const struct foreign_key *like)
{
	const struct foreign_key *key;

	vector_each(key, &table->foreign_keys)
		if (is_same_relation(key, like))
			return key;
	return NULL;
}

/* Returns the foreign key that a table has in place of another: with the same columns. */
static const struct foreign_key *find_successor(const struct table *table,
						const struct foreign_key *like)
{
	const struct foreign_key *key = find_relation(table, like);

	if (key)
		return key;
	vector_each(key, &table->foreign_keys)
		if (names_equal(&key->columns, &like->columns))
			return key;
	return NULL;
}

/* True if a model has a field of that name, apart from the other sides of relations. */
static bool has_field(const struct table *table, const char *name)
{
	const struct column *column;
	const struct foreign_key *key;

	vector_each(column, &table->columns) {
		const char *field = fact_get(&column->facts, "field");
		if (text_equal(field ? field : column->name, name))
			return true;
	}
	vector_each(key, &table->foreign_keys)
		if (text_equal(fact_get(&key->facts, "field"), name))
			return true;
	return false;
}

/* A relation of the schema whose foreign key now refers to another table or other columns. */
struct moved {
	struct object_name table;
	const struct foreign_key *before, *after;
};

/* True if a join table has a relation of the same name between the same models. */
static bool is_joined(const struct table *written, const struct table *stored,
		      const struct moved *moved)
{
	const struct foreign_key *keys = stored->foreign_keys.at;

	if (!fact_get(&written->facts, "many-to-many") || stored->foreign_keys.count != 2 ||
	    !text_equal(fact_get(&written->facts, "relation"),
			fact_get(&moved->before->facts, "relation")))
		return false;
	return (object_name_equal(keys[0].references, moved->table) &&
		object_name_equal(keys[1].references, moved->after->references)) ||
	       (object_name_equal(keys[1].references, moved->table) &&
		object_name_equal(keys[0].references, moved->after->references));
}

/* True if another relation has the name of a moved one, or of its field in the other model. */
static bool has_name_of(const struct table *table, const struct foreign_key *other,
			const struct foreign_key *successor, const struct moved *moved)
{
	const struct facts *a = &other->facts, *b = &moved->before->facts;
	bool same_target = object_name_equal(successor->references, moved->after->references);
	bool same_models = (same_target && object_name_equal(table->name, moved->table)) ||
			   (object_name_equal(table->name, moved->after->references) &&
			    object_name_equal(successor->references, moved->table));

	if (other == moved->before)
		return false;
	return (same_target && text_equal(fact_get(a, "back"), fact_get(b, "back"))) ||
	       (same_models && text_equal(fact_get(a, "relation"), fact_get(b, "relation")));
}

/* True if a moved relation can keep its names: none of them is taken where it leads now. */
static bool can_keep_names(const struct keeping *keeping, const struct moved *moved)
{
	const char *back = fact_get(&moved->before->facts, "back");
	const struct table *target = schema_table(keeping->written, moved->after->references);
	const struct table *table;
	const struct foreign_key *other;

	if (object_name_equal(moved->table, moved->after->references) &&
	    !fact_get(&moved->before->facts, "relation"))
		return false;
	if (target && back && has_field(target, back))
		return false;
	vector_each(table, &keeping->written->tables) {
		const struct table *stored = schema_table(keeping->stored, table->name);
		if (stored && is_joined(table, stored, moved))
			return false;
		vector_each(other, &table->foreign_keys) {
			const struct foreign_key *key =
				stored ? find_successor(stored, other) : NULL;
			if (key && has_name_of(table, other, key, moved))
				return false;
		}
	}
	return true;
}

/*
 * Returns the foreign key that makes a relation of the schema, or NULL. A key with its columns
 * does so even if it leads elsewhere: the table to which it refers may have a new name.
 */
static const struct foreign_key *find_kept(const struct keeping *keeping,
					   const struct table *written, const struct table *stored,
					   const struct foreign_key *before)
{
	const struct foreign_key *key = find_successor(stored, before);
	const struct moved moved = {stored->name, before, key};

	if (!key || is_same_relation(before, key))
		return key;
	if (fact_get(&written->facts, "many-to-many") || find_relation(written, key))
		return NULL;
	return can_keep_names(keeping, &moved) ? key : NULL;
}

/* Adds the foreign keys: those of the schema, in its order, then new ones. */
static void keep_foreign_keys(const struct keeping *keeping, const struct table *written,
			      const struct table *stored, struct table *result)
{
	struct arena *arena = keeping->arena;
	bool *taken = arena_alloc(arena, stored->foreign_keys.count + 1);
	const struct foreign_key *before, *key;

	vector_each(before, &written->foreign_keys) {
		key = find_kept(keeping, written, stored, before);
		if (key && !taken[key - stored->foreign_keys.at]) {
			struct foreign_key *kept = vector_add(arena, &result->foreign_keys);
			taken[key - stored->foreign_keys.at] = true;
			*kept = *key;
			kept->facts = keep_relation_facts(keeping, written, stored, before);
		} else if (can_stay(keeping, stored, before)) {
			struct foreign_key *kept = vector_add(arena, &result->foreign_keys);
			*kept = *before;
			kept->facts = keep_relation_facts(keeping, written, stored, before);
			if (kept->on_delete == ACTION_SET_NULL &&
			    arity_differs(written, stored, &before->columns))
				kept->on_delete = ACTION_RESTRICT;
		}
	}
	vector_each(key, &stored->foreign_keys)
		if (!taken[key - stored->foreign_keys.at])
			*vector_add(arena, &result->foreign_keys) = *key;
}

/* ---- tables ---- */

/* True if each foreign key makes a relation of the schema. */
static bool has_same_relations(const struct table *written, const struct table *stored)
{
	const struct foreign_key *before, *key;

	vector_each(key, &stored->foreign_keys) {
		bool found = false;
		vector_each(before, &written->foreign_keys)
			found = found || is_same_relation(before, key);
		if (!found)
			return false;
	}
	return true;
}

/* Returns the facts of a table. A many-to-many relation between other models is a new one. */
static struct facts keep_table_facts(const struct table *written, const struct table *stored)
{
	if (fact_get(&written->facts, "many-to-many") && !has_same_relations(written, stored))
		return (struct facts){0};
	return written->facts;
}

static struct table keep_table(const struct keeping *keeping, const struct table *written,
			       const struct table *stored)
{
	const struct table *respelled = schema_table(keeping->respelled, written->name);
	const struct table_pair *pair = diff_pair_tables(
		keeping->arena, &keeping->stored->dialect->alter, respelled, 0, stored, 0);
	struct table result = {
		.name = stored->name,
		.view = stored->view,
		.facts = keep_table_facts(written, stored),
	};

	keep_columns(keeping, written, pair, &result);
	result.primary_key = keep_primary_key(keeping, written->primary_key, stored->primary_key);
	keep_indexes(keeping, written, pair, &result);
	keep_foreign_keys(keeping, written, stored, &result);
	return result;
}

/* True if the database has a view, as far as its schema tells. */
static bool has_view(const struct schema *schema, struct object_name name)
{
	const struct object *object;

	vector_each(object, &schema->objects)
		if ((object->kind == OBJECT_VIEW || object->kind == OBJECT_MATERIALIZED_VIEW) &&
		    object_name_equal(object->name, name))
			return true;
	return !schema_lists_objects(schema);
}

static void keep_tables(const struct keeping *keeping)
{
	struct arena *arena = keeping->arena;
	const struct table *table;

	vector_each(table, &keeping->written->tables) {
		const struct table *stored = schema_table(keeping->stored, table->name);
		if (stored)
			*vector_add(arena, &keeping->result->tables) =
				keep_table(keeping, table, stored);
		else if (table->view && has_view(keeping->stored, table->name))
			*vector_add(arena, &keeping->result->tables) = *table;
	}
	vector_each(table, &keeping->stored->tables)
		if (!schema_table(keeping->written, table->name))
			*vector_add(arena, &keeping->result->tables) = *table;
}

/* Makes a column with an enum of the schema a text again. Returns false if it is none. */
static bool drop_enum(struct arena *arena, struct column *column)
{
	const struct facts facts = column->facts;
	const struct fact *fact;

	if (!fact_get(&facts, "enum"))
		return false;
	column->facts = (struct facts){0};
	vector_each(fact, &facts)
		if (!text_equal(fact->key, "enum"))
			fact_add(arena, &column->facts, fact->key, fact->value);
	return true;
}

/* Drops enums of the schema that only one of two columns has, for the ends of a foreign key. */
static bool drop_unlike_enums(const struct schema *schema, struct table *table)
{
	const struct foreign_key *key;
	bool any = false;

	vector_each(key, &table->foreign_keys) {
		const struct table *target = schema_table(schema, key->references);
		for (size_t i = 0; target && i < key->columns.count; i++) {
			struct column *a = table_column(table, key->columns.at[i]);
			struct column *b = table_column(target, key->referenced_columns.at[i]);
			if (!a || !b ||
			    text_equal(fact_get(&a->facts, "enum"), fact_get(&b->facts, "enum")))
				continue;
			any = drop_enum(schema->arena, a) || any;
			any = drop_enum(schema->arena, b) || any;
		}
	}
	return any;
}

/* The ends of a foreign key have one type. */
static void even_out_enums(struct schema *schema)
{
	struct table *table;
	bool any = !schema->dialect->enums;

	while (any) {
		any = false;
		vector_each(table, &schema->tables)
			any = drop_unlike_enums(schema, table) || any;
	}
}

/* ---- all of it ---- */

static bool check_provider(const struct schema *written, const struct schema *stored,
			   struct report *report)
{
	if (written->dialect != stored->dialect)
		return report_error(report, nowhere,
				    "the Prisma schema is for %s, the schema text for %s",
				    written->dialect->name, stored->dialect->name);
	if (!written->namespaces.count == !stored->namespaces.count)
		return true;
	report_error(report, nowhere, "%s names namespaces, %s does not",
		     written->namespaces.count ? "the Prisma schema" : "the schema text",
		     written->namespaces.count ? "the schema text" : "the Prisma schema");
	return report_hint(report, "schema-pull takes the same schema with -b, to read all "
				   "namespaces that it names");
}

bool diff_keep_facts(const struct schema *written, struct schema *schema, struct report *report)
{
	const struct schema stored = *schema;
	struct keeping keeping = {
		.arena = report->arena,
		.written = written,
		.stored = &stored,
		.result = schema,
	};

	if (!check_provider(written, &stored, report))
		return false;
	keeping.respelled = diff_respell(report->arena, written, &stored);
	*schema = (struct schema){
		.arena = report->arena,
		.dialect = stored.dialect,
		.facts = written->facts,
		.namespaces = written->namespaces,
		.extensions = stored.extensions,
		.blocks = written->blocks,
		.objects = stored.objects,
	};
	keep_enums(&keeping);
	keep_tables(&keeping);
	schema_index(schema);
	even_out_enums(schema);
	return true;
}
