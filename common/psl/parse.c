/*
 * Parses the lines and blocks of a file.
 */
#include "psl/parse.h"

#include <string.h>

#include "base/utf8.h"

/*
 * A position to return to if the text turns out to be something else. Messages reported since are
 * dropped.
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

/* A documentation comment, waiting for the declaration after it. */
struct pending {
	const char *text; /* or NULL */
};

static const char *take_pending(struct pending *pending)
{
	const char *text = pending->text;

	pending->text = NULL;
	return text;
}

/*
 * Takes successive comments. Their text replaces the pending one. Returns false if there are none.
 */
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

/* Takes the line break, and a comment before it, which is added to `*doc` if it documents. */
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

/* Takes the name of a block, `{`, and the rest of the line, which is ignored. */
static bool parse_block_start(struct cursor *cursor, struct name *name)
{
	if (!psl_scan_identifier(cursor, name) || !psl_scan_char(cursor, '{'))
		return false;
	psl_scan_rest_of_line(cursor);
	return psl_scan_line_break(cursor);
}

/* Pops the attributes from `first` on. Returns them as a list. */
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

	while (psl_parse_attribute(cursor, false))
		after = cursor->at;
	cursor->at = after;
	return pop_attributes(cursor, first);
}

/* Takes an attribute of the block, which stays on the stack until the block ends. */
static bool parse_block_attribute(struct cursor *cursor)
{
	uint32_t first = cursor->work->attributes.count;
	const char *doc = NULL;

	if (psl_parse_attribute(cursor, true) && parse_line_end(cursor, &doc))
		return true;
	cursor->work->attributes.count = first;
	return false;
}

/* Takes a name or Unsupported("..."). */
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

/* The suffixes of types. Those with a message are invalid, some of them since Prisma 2. */
static const struct type_end {
	const char *first, *second;
	enum arity arity;
	const char *message, *hint;
} type_ends[] = {
	{"[]", "?", ARITY_LIST, "a list cannot be optional", "use Type[] or Type?"},
	{"[]", NULL, ARITY_LIST, NULL, NULL},
	{"?", NULL, ARITY_OPTIONAL, NULL, NULL},
	{"!", NULL, ARITY_REQUIRED, "unexpected '!': a field is required by default", "remove '!'"},
};

static const struct type_end old_list = {
	"[", "]", ARITY_LIST, "the brackets of a list must follow the type", "use Type[]"};

/* Takes the suffix of the type before the cursor. Returns NULL if there is none. */
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

/* Takes a type. `*fault` becomes the suffix that is invalid, or NULL. */
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

/* The fields of the model that is being parsed; one list is reused for all models. */
struct field_list {
	VECTOR_MEMBERS(struct field);
};

/* Takes a field. One with an invalid type is reported and dropped. */
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
				"unexpected ':' between field name and type");
	} else if (fault) {
		psl_parse_error(cursor, field.type.place, "%s", fault->message);
		report_hint(cursor->report, "%s", fault->hint);
	} else if (!typed) {
		psl_parse_error(cursor, field.name.place, "missing type of field '%s'",
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
 * The kinds of blocks. A line in a body is an item of that kind, an attribute of the block, a
 * comment, empty, or invalid.
 */
enum block_kind { BLOCK_MODEL, BLOCK_ENUM, BLOCK_CONFIG, BLOCK_KIND_COUNT };

static const char *const wrong_line[BLOCK_KIND_COUNT] = {
	[BLOCK_MODEL] = "expected a field or a block attribute",
	[BLOCK_ENUM] = "expected an enum value",
	[BLOCK_CONFIG] = "expected 'key = value'",
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

/* The block that is being parsed: where its items go. */
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

/* True if a block seems to begin here, so that the one before it is not closed. */
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
		report_hint(cursor->report,
			    "the block above is not closed: its '}' is missing or on "
			    "the line of its '{', where it is ignored");
}

/*
 * Where items began in bodies that are not closed: a bit for each byte of the file. A body that
 * reaches such a place is not closed either. Without this, n opening lines would cost n walks
 * through the rest of the file.
 */
struct unclosed {
	unsigned char *bits; /* NULL before the first */
	struct offsets {
		VECTOR_MEMBERS(uint32_t);
	} visited; /* in the body that is being parsed */
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

/* Takes the items up to the closing brace. Returns false if there is none. */
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

/* Takes the rest of a block after its keyword, and adds it. The block began at `start`. */
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

/* Takes `type Name = Base @attributes`, which older versions of Prisma had, and reports it. */
static bool parse_type_alias(struct cursor *cursor)
{
	struct field alias = {0};

	psl_scan_blanks(cursor);
	const char *start = cursor->at;
	if (!psl_scan_word(cursor, "type") || !psl_scan_identifier(cursor, &alias.name) ||
	    !psl_scan_char(cursor, '=') || !parse_base_type(cursor, &alias))
		return false;
	parse_attributes(cursor);
	psl_parse_error(cursor, psl_span_from(cursor, start), "type aliases are not supported");
	report_hint(cursor->report, "use '%s' directly", alias.type.text);
	return true;
}

/* Takes `name {` ... `}` with an unknown keyword, and reports it. */
static bool parse_unknown_block(struct cursor *cursor)
{
	struct name name;

	if (!parse_block_start(cursor, &name))
		return false;
	cursor->at = psl_scan_search(cursor, &cursor->work->brace);
	if (psl_scan_at_end(cursor))
		return false;
	cursor->at++;
	psl_parse_error(cursor, name.place, "unknown block '%s'", name.text);
	report_hint(cursor->report, "use model, view, enum, type, datasource or generator");
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
	/* A comment followed by an empty line documents nothing. */
	if (parse_comments(cursor, &parser->pending)) {
		if (psl_scan_line_break(cursor))
			parser->pending.text = NULL;
		return;
	}
	bool block = is_block_start(*cursor);
	parse_wrong_line(cursor, "expected a block");
	if (block)
		report_hint(
			cursor->report,
			"the block is not closed: its '}' is missing or on the line of its '{', "
			"where it is ignored");
}

/* Reserves room for the models of the file: about one for each line that begins with "model ". */
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
