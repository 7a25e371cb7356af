#include "psl/parse.h"

#include <string.h>

#include "base/utf8.h"

/*
 * A place to come back to when what began here turns out to be something else: what was reported
 * since then is forgotten too.
 */
struct mark {
	const char *at;
	uint32_t messages;
	size_t errors;
};

static struct mark mark(const struct cursor *cursor)
{
	return (struct mark){cursor->at, cursor->report->messages.count, cursor->report->errors};
}

static void go_back(struct cursor *cursor, struct mark to)
{
	cursor->at = to.at;
	cursor->report->messages.count = to.messages;
	cursor->report->errors = to.errors;
}

/* The documentation that waits for what it documents. */
struct pending {
	const char *text; /* or NULL */
};

static const char *take_pending(struct pending *pending)
{
	const char *text = pending->text;

	pending->text = NULL;
	return text;
}

/* Comments that follow each other; what they say replaces what waited. */
static bool parse_comments(struct cursor *cursor, struct pending *pending)
{
	struct buffer *text = &cursor->work->text;
	enum comment comment;
	struct slice line;
	bool any = false, documents = false;

	text->length = 0;
	while ((comment = psl_scan_comment(cursor, &line)) != COMMENT_NONE) {
		any = true;
		if (comment == COMMENT_DOCUMENTATION) {
			if (documents)
				buffer_add_char(text, '\n');
			buffer_add_slice(text, line.start, line.length);
			documents = true;
		}
		psl_scan_line_break(cursor);
	}
	if (any)
		pending->text =
			documents ? arena_slice(cursor->report->arena, text->text, text->length)
				  : NULL;
	return any;
}

/* The end of a line that was understood: a comment, perhaps, which adds to `*doc`, and the break. */
static bool parse_line_end(struct cursor *cursor, const char **doc)
{
	struct slice text;
	bool documents = psl_scan_comment(cursor, &text) == COMMENT_DOCUMENTATION;

	if (!psl_scan_line_break(cursor))
		return false;
	if (documents && *doc)
		*doc = arena_format(cursor->report->arena, "%s\n%.*s", *doc, (int)text.length,
				    text.start);
	else if (documents)
		*doc = arena_slice(cursor->report->arena, text.start, text.length);
	return true;
}

/* The name of a block, `{` and the rest of the line. */
static bool parse_block_start(struct cursor *cursor, struct name *name)
{
	if (!psl_scan_identifier(cursor, name) || !psl_scan_char(cursor, '{'))
		return false;
	psl_scan_rest_of_line(cursor);
	return psl_scan_line_break(cursor);
}

/* Takes the attributes from `first` on off the stack, as a list of their own. */
static struct attributes pop_attributes(struct cursor *cursor, uint32_t first)
{
	struct attribute_stack *stack = &cursor->work->attributes;
	struct attributes list = {.count = stack->count - first};

	if (list.count) {
		size_t size = list.count * sizeof *list.at;
		list.at = arena_alloc(cursor->report->arena, size);
		memcpy(list.at, stack->at + first, size);
	}
	for (uint32_t i = 0; i < list.count; i++)
		list.initials |= psl_initial_bit(list.at[i].name);
	stack->count = first;
	return list;
}

static struct attributes parse_attributes(struct cursor *cursor)
{
	uint32_t first = cursor->work->attributes.count;
	const char *after = cursor->at;

	while (psl_parse_attribute(cursor, "@"))
		after = cursor->at;
	cursor->at = after;
	return pop_attributes(cursor, first);
}

/* It stays on the stack until its block ends. */
static bool parse_block_attribute(struct cursor *cursor)
{
	uint32_t first = cursor->work->attributes.count;
	const char *doc = NULL;

	if (psl_parse_attribute(cursor, "@@") && parse_line_end(cursor, &doc))
		return true;
	cursor->work->attributes.count = first;
	return false;
}

/* A name, or Unsupported("..."). */
static bool parse_base_type(struct cursor *cursor, struct field *field)
{
	struct mark start = mark(cursor);
	struct expression sql;

	if (psl_scan_word(cursor, "Unsupported(")) {
		field->unsupported = psl_scan_string(cursor, &sql) && psl_scan_char(cursor, ')');
		if (field->unsupported) {
			field->type = (struct name){sql.text, sql.place};
			return true;
		}
		go_back(cursor, start);
	}
	return psl_scan_identifier(cursor, &field->type);
}

/* How a type may end; those with a message are of an older language, or never were allowed. */
static const struct type_end {
	const char *first, *second;
	enum arity arity;
	const char *message, *hint;
} type_ends[] = {
	{"[]", "?", ARITY_LIST, "a list cannot be optional", "write Type[] or Type?"},
	{"[]", NULL, ARITY_LIST, NULL, NULL},
	{"?", NULL, ARITY_OPTIONAL, NULL, NULL},
	{"!", NULL, ARITY_REQUIRED, "a field is required anyway", "leave out the '!'"},
};

static const struct type_end old_list = {"[", "]", ARITY_LIST,
					 "a list has its brackets after the type", "write Type[]"};

/* How the type before the cursor ends; NULL where nothing follows it, and it is required. */
static const struct type_end *parse_type_end(struct cursor *cursor)
{
	const char *before = cursor->at;

	psl_scan_blanks(cursor);
	const char *start = cursor->at;
	for (size_t i = 0; i < sizeof type_ends / sizeof *type_ends; i++) {
		const struct type_end *end = &type_ends[i];
		if (*start == *end->first && psl_scan_word(cursor, end->first) &&
		    (!end->second || psl_scan_word(cursor, end->second)))
			return end;
		cursor->at = start;
	}
	cursor->at = before;
	return NULL;
}

/* `*fault` gets the message of a type that is understood and wrong. */
static bool parse_type(struct cursor *cursor, struct field *field, const struct type_end **fault)
{
	struct mark start = mark(cursor);
	const struct type_end *end;

	if (psl_scan_char(cursor, '[')) {
		if (parse_base_type(cursor, field) && psl_scan_char(cursor, ']')) {
			*fault = &old_list;
			return true;
		}
		go_back(cursor, start);
		return false;
	}
	if (!parse_base_type(cursor, field))
		return false;
	end = parse_type_end(cursor);
	field->arity = end ? end->arity : ARITY_REQUIRED;
	*fault = end && end->message ? end : NULL;
	return true;
}

/* The fields of the model that is being read; one list serves all models in turn. */
struct field_list {
	VECTOR_MEMBERS(struct field);
};

/* A line of a model; one with a fault is reported and dropped. */
static bool parse_field(struct cursor *cursor, struct field_list *fields, struct pending *pending)
{
	struct field field = {0};
	const struct type_end *fault = NULL;

	psl_scan_blanks(cursor);
	const char *start = cursor->at;
	if (!psl_scan_identifier(cursor, &field.name))
		return false;
	bool colon = psl_scan_char(cursor, ':'), typed = parse_type(cursor, &field, &fault);
	field.attributes = parse_attributes(cursor);
	field.doc = pending->text;
	if (!parse_line_end(cursor, &field.doc))
		return false;
	pending->text = NULL;
	field.place = psl_span_from(cursor, start);
	if (colon) {
		psl_parse_error(cursor, field.name.place,
				"no ':' belongs between the name of a field and its type");
	} else if (fault) {
		psl_parse_error(cursor, field.type.place, "%s", fault->message);
		report_hint(cursor->report, "%s", fault->hint);
	} else if (!typed) {
		psl_parse_error(cursor, field.name.place, "the field '%s' has no type",
				field.name.text);
	} else {
		*vector_add(&cursor->work->arena, fields) = field;
	}
	return true;
}

static bool parse_enum_value(struct cursor *cursor, struct enum_block *block,
			     struct pending *pending)
{
	struct enum_block_value value = {0};

	psl_scan_blanks(cursor);
	const char *start = cursor->at;
	if (!psl_scan_identifier(cursor, &value.name))
		return false;
	value.attributes = parse_attributes(cursor);
	value.doc = pending->text;
	if (!parse_line_end(cursor, &value.doc))
		return false;
	pending->text = NULL;
	value.place = psl_span_from(cursor, start);
	*vector_add(cursor->report->arena, &block->values) = value;
	return true;
}

static bool parse_property(struct cursor *cursor, struct config *config)
{
	struct property property = {0};
	const char *doc = NULL;

	psl_scan_blanks(cursor);
	const char *start = cursor->at;
	if (!psl_scan_identifier(cursor, &property.name) || !psl_scan_char(cursor, '='))
		return false;
	const char *after = cursor->at;
	property.has_value = psl_parse_expression(cursor, &property.value);
	if (!property.has_value)
		cursor->at = after;
	property.place = psl_span_from(cursor, start);
	if (!parse_line_end(cursor, &doc))
		return false;
	*vector_add(cursor->report->arena, &config->properties) = property;
	return true;
}

/*
 * The kinds of blocks. In their bodies a line is an item of its own kind, an attribute of the block,
 * a comment, empty, or wrong.
 */
enum block_kind { BLOCK_MODEL, BLOCK_ENUM, BLOCK_CONFIG, BLOCK_KIND_COUNT };

static const char *const wrong_line[BLOCK_KIND_COUNT] = {
	[BLOCK_MODEL] = "this line is neither a field nor an attribute of the block",
	[BLOCK_ENUM] = "this line is no value of an enum",
	[BLOCK_CONFIG] = "this line is no 'key = value'",
};

static const struct keyword {
	const char *word;
	enum block_kind block;
	int kind; /* enum model_kind, enum config_kind */
} keywords[] = {
	{"model", BLOCK_MODEL, MODEL_TABLE},
	{"view", BLOCK_MODEL, MODEL_VIEW},
	{"type", BLOCK_MODEL, MODEL_COMPOSITE},
	{"enum", BLOCK_ENUM, 0},
	{"datasource", BLOCK_CONFIG, CONFIG_DATASOURCE},
	{"generator", BLOCK_CONFIG, CONFIG_GENERATOR},
};

/* What is being read. */
struct block_body {
	enum block_kind kind;
	struct field_list *fields;
	struct enum_block *enumeration;
	struct config *config;
};

static bool parse_own_item(struct cursor *cursor, struct block_body *body, struct pending *pending)
{
	switch (body->kind) {
	case BLOCK_MODEL:
		return parse_field(cursor, body->fields, pending);
	case BLOCK_ENUM:
		return parse_enum_value(cursor, body->enumeration, pending);
	default:
		return parse_property(cursor, body->config);
	}
}

static void parse_wrong_line(struct cursor *cursor, const char *message)
{
	const char *start = cursor->at;

	psl_scan_rest_of_line(cursor);
	psl_parse_error(cursor, psl_span_from(cursor, start), "%s", message);
	psl_scan_line_break(cursor);
}

/* Whether a block seems to begin where it cannot. */
static bool is_block_start(struct cursor ahead)
{
	const char *start = ahead.at;

	for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
		size_t length;
		ahead.at = start;
		if (!psl_scan_word(&ahead, keywords[i].word))
			continue;
		psl_scan_blanks(&ahead);
		length = psl_scan_name_length(ahead.at);
		ahead.at += length;
		if (length && psl_scan_char(&ahead, '{'))
			return true;
	}
	return false;
}

static void parse_item(struct cursor *cursor, struct block_body *body, struct pending *pending)
{
	struct mark start = mark(cursor);

	if (psl_scan_line_break(cursor) || parse_own_item(cursor, body, pending))
		return;
	go_back(cursor, start);
	if (body->kind != BLOCK_CONFIG && parse_block_attribute(cursor))
		return;
	go_back(cursor, start);
	if (parse_comments(cursor, pending))
		return;
	bool block = is_block_start(*cursor);
	parse_wrong_line(cursor, wrong_line[body->kind]);
	if (block)
		report_hint(cursor->report, "the block above is not closed: its '}' is missing, or "
					    "stands on the line of its '{', where nothing is read");
}

/*
 * A bit for each byte of the file: where items began in bodies that were never closed. A body that
 * comes to such a place is not closed either; without this, n opening lines cost n walks through the
 * rest of the file.
 */
struct unclosed {
	unsigned char *bits; /* NULL before the first */
	struct offsets {
		VECTOR_MEMBERS(uint32_t);
	} visited; /* in the body that is being read */
};

static bool is_unclosed(const struct unclosed *unclosed, uint32_t at)
{
	return unclosed->bits && (unclosed->bits[at / 8] & 1u << at % 8);
}

static void mark_unclosed(const struct cursor *cursor, struct unclosed *unclosed)
{
	uint32_t *at;

	if (!unclosed->bits)
		unclosed->bits = arena_alloc(&cursor->work->arena, cursor->source->length / 8 + 1);
	vector_each(at, &unclosed->visited)
		unclosed->bits[*at / 8] |= (unsigned char)(1u << *at % 8);
}

/* The items up to the closing brace; false where there is none. */
static bool parse_body(struct cursor *cursor, struct block_body *body, struct unclosed *unclosed)
{
	struct pending pending = {0};

	unclosed->visited.count = 0;
	for (;;) {
		psl_scan_blanks(cursor);
		if (psl_scan_char(cursor, '}'))
			return true;
		uint32_t at = (uint32_t)(cursor->at - cursor->source->text);
		if (psl_scan_at_end(cursor) || is_unclosed(unclosed, at)) {
			mark_unclosed(cursor, unclosed);
			return false;
		}
		*vector_add(&cursor->work->arena, &unclosed->visited) = at;
		parse_item(cursor, body, &pending);
	}
}

struct parser {
	struct cursor cursor;
	struct declarations *declarations;
	struct field_list fields;
	struct pending pending;
	struct unclosed unclosed[BLOCK_KIND_COUNT];
};

static void add_top(struct parser *parser, enum top_kind kind, size_t index)
{
	*vector_add(parser->cursor.report->arena, &parser->declarations->tops) =
		(struct top){kind, index};
}

static void add_model(struct parser *parser, struct model *model)
{
	struct arena *arena = parser->cursor.report->arena;
	const struct field_list *fields = &parser->fields;

	vector_reserve(arena, &model->fields, fields->count);
	model->fields.count = fields->count;
	if (fields->count)
		memcpy(model->fields.at, fields->at, fields->count * sizeof *fields->at);
	model->doc = take_pending(&parser->pending);
	add_top(parser, TOP_MODEL, parser->declarations->models.count);
	*vector_add(arena, &parser->declarations->models) = *model;
}

static void add_enum(struct parser *parser, struct enum_block *enumeration)
{
	enumeration->doc = take_pending(&parser->pending);
	add_top(parser, TOP_ENUM, parser->declarations->enums.count);
	*vector_add(parser->cursor.report->arena, &parser->declarations->enums) = *enumeration;
}

static void add_config(struct parser *parser, const struct config *config)
{
	take_pending(&parser->pending);
	add_top(parser, TOP_CONFIG, parser->declarations->configs.count);
	*vector_add(parser->cursor.report->arena, &parser->declarations->configs) = *config;
}

/* The block whose keyword was read; it began at `start`. */
static bool parse_block(struct parser *parser, const struct keyword *keyword, const char *start)
{
	struct cursor *cursor = &parser->cursor;
	struct model model = {.kind = (enum model_kind)keyword->kind};
	struct enum_block enumeration = {0};
	struct config config = {.kind = (enum config_kind)keyword->kind};
	struct block_body body = {keyword->block, &parser->fields, &enumeration, &config};
	struct name name;

	parser->fields.count = 0;
	if (!parse_block_start(cursor, &name) ||
	    !parse_body(cursor, &body, &parser->unclosed[keyword->block]))
		return false;
	model.name = enumeration.name = config.name = name;
	model.place = enumeration.place = config.place = psl_span_from(cursor, start);
	model.attributes = enumeration.attributes = pop_attributes(cursor, 0);
	if (keyword->block == BLOCK_MODEL)
		add_model(parser, &model);
	else if (keyword->block == BLOCK_ENUM)
		add_enum(parser, &enumeration);
	else
		add_config(parser, &config);
	return true;
}

static bool parse_any_block(struct parser *parser)
{
	struct cursor *cursor = &parser->cursor;

	psl_scan_blanks(cursor);
	struct mark start = mark(cursor);
	for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
		if (psl_scan_word(cursor, keywords[i].word) &&
		    parse_block(parser, &keywords[i], start.at))
			return true;
		go_back(cursor, start);
		cursor->work->attributes.count = 0;
	}
	return false;
}

/* `type Name = Base @attributes`, of an older language. */
static bool parse_type_alias(struct cursor *cursor)
{
	struct field alias = {0};

	psl_scan_blanks(cursor);
	const char *start = cursor->at;
	if (!psl_scan_word(cursor, "type") || !psl_scan_identifier(cursor, &alias.name) ||
	    !psl_scan_char(cursor, '=') || !parse_base_type(cursor, &alias))
		return false;
	parse_attributes(cursor);
	psl_parse_error(cursor, psl_span_from(cursor, start), "a type cannot be given a name");
	report_hint(cursor->report, "use '%s' itself", alias.type.text);
	return true;
}

/* `name {` ... `}` that is no block of the language. */
static bool parse_unknown_block(struct cursor *cursor)
{
	struct name name;

	if (!parse_block_start(cursor, &name))
		return false;
	cursor->at = psl_scan_search(cursor, &cursor->work->brace);
	if (psl_scan_at_end(cursor))
		return false;
	cursor->at++;
	psl_parse_error(cursor, name.place, "a block cannot begin with '%s'", name.text);
	report_hint(cursor->report,
		    "a block is a model, view, enum, type, datasource or generator");
	return true;
}

static void parse_top(struct parser *parser)
{
	struct cursor *cursor = &parser->cursor;
	struct mark start = mark(cursor);

	if (psl_scan_line_break(cursor))
		return;
	if (parse_any_block(parser))
		return;
	if (parse_type_alias(cursor))
		return;
	go_back(cursor, start);
	if (parse_unknown_block(cursor))
		return;
	go_back(cursor, start);
	/* An empty line between a comment and a block parts them. */
	if (parse_comments(cursor, &parser->pending)) {
		if (psl_scan_line_break(cursor))
			parser->pending.text = NULL;
		return;
	}
	bool block = is_block_start(*cursor);
	parse_wrong_line(cursor, "this line does not belong to any block");
	if (block)
		report_hint(cursor->report,
			    "the block is not closed: its '}' is missing, or stands "
			    "on the line of its '{', where nothing is read");
}

/* Room for the models of the file, more or less: lines that look like the beginning of one. */
static void reserve_models(const struct parser *parser)
{
	struct declarations *all = parser->declarations;
	size_t size = sizeof *all->models.at, room = all->models.count + 1;

	for (const char *at = parser->cursor.at; (at = strchr(at, '\n'));)
		room += *++at == 'm' && strncmp(at, "model ", strlen("model ")) == 0;
	if (room <= all->models.room)
		return;
	all->models.at = arena_grow(parser->cursor.report->arena, all->models.at,
				    all->models.room * size, room * size);
	all->models.room = (uint32_t)room;
}

void psl_parse_file(const struct source *source, uint32_t first, struct declarations *declarations,
		    struct report *report)
{
	struct workspace work = {.comment_end.text = "*/", .brace.text = "}"};
	struct parser parser = {
		.cursor = {source->text, source, first, report, &work},
		.declarations = declarations,
	};
	struct cursor *cursor = &parser.cursor;

	work.text.arena = &work.arena;
	work.no_arguments = arena_alloc(report->arena, sizeof *work.no_arguments);
	cursor->at += utf8_mark(source->text);
	reserve_models(&parser);
	for (psl_scan_blanks(cursor); !psl_scan_at_end(cursor); psl_scan_blanks(cursor))
		parse_top(&parser);
	arena_free(&work.arena);
}
