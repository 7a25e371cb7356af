/*
 * Parses the blocks of a file.
 */
#include "psl/parse.h"

#include <string.h>

#include "base/utf8.h"
#include "psl/parse_line.h"

static const char *take_pending(struct pending *pending)
{
	const char *text = pending->text;

	pending->text = NULL;
	return text;
}

/* Takes the name of a block, `{`, and the rest of the line, which is ignored. */
static bool parse_block_start(struct cursor *cursor, struct name *name)
{
	if (!psl_scan_identifier(cursor, name) || !psl_scan_char(cursor, '{'))
		return false;
	psl_scan_rest_of_line(cursor);
	return psl_scan_line_break(cursor);
}

/*
 * The kinds of blocks. A line in a body is an item of that kind, an attribute of the block, a
 * comment, empty or invalid.
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

/* The block being parsed: where its items go. */
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
		return psl_parse_field(cursor, body->fields, pending);
	case BLOCK_ENUM:
		return psl_parse_enum_value(cursor, body->enumeration, pending);
	default:
		return psl_parse_property(cursor, body->config);
	}
}

static void parse_wrong_line(struct cursor *cursor, const char *message)
{
	const char *start = cursor->at;

	psl_scan_rest_of_line(cursor);
	psl_parse_error(cursor, psl_span_from(cursor, start), "%s", message);
	psl_scan_line_break(cursor);
}

/* True if a block seems to begin here: then the one before it is not closed. */
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
	struct parse_mark start = psl_mark(cursor);

	if (psl_scan_line_break(cursor) || parse_own_item(cursor, body, pending))
		return;
	psl_go_back(cursor, start);
	if (body->kind != BLOCK_CONFIG && psl_parse_block_attribute(cursor))
		return;
	psl_go_back(cursor, start);
	if (psl_parse_comments(cursor, pending))
		return;
	bool block = is_block_start(*cursor);
	parse_wrong_line(cursor, wrong_line[body->kind]);
	if (block)
		report_hint(cursor->report, "close the block above: put '}' on a line of its own");
}

/*
 * The places where items began in unclosed bodies: a bit for each byte of the file. A body that
 * reaches such a place is unclosed, too. Without this, n opening lines would cost n walks through
 * the rest of the file.
 */
struct unclosed {
	unsigned char *bits; /* NULL before the first one */
	struct offsets {
		VECTOR_MEMBERS(uint32_t);
	} visited; /* in the body being parsed */
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

/* Takes items up to the closing brace. Returns false if there is none. */
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

/* Takes the rest of a block after its keyword, and adds it. `start` is where the block begins. */
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
	model.attributes = enumeration.attributes = psl_pop_attributes(cursor, 0);
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
	struct parse_mark start = psl_mark(cursor);
	for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
		if (psl_scan_word(cursor, keywords[i].word) &&
		    parse_block(parser, &keywords[i], start.at))
			return true;
		psl_go_back(cursor, start);
		cursor->work->attributes.count = 0;
	}
	return false;
}

/* Takes `type Name = Base @attributes`, from older versions of Prisma, and reports it. */
static bool parse_type_alias(struct cursor *cursor)
{
	struct field alias = {0};

	psl_scan_blanks(cursor);
	const char *start = cursor->at;
	if (!psl_scan_word(cursor, "type") || !psl_scan_identifier(cursor, &alias.name) ||
	    !psl_scan_char(cursor, '=') || !psl_parse_base_type(cursor, &alias))
		return false;
	psl_parse_attributes(cursor);
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
	struct parse_mark start = psl_mark(cursor);

	if (psl_scan_line_break(cursor))
		return;
	if (parse_any_block(parser))
		return;
	if (parse_type_alias(cursor))
		return;
	psl_go_back(cursor, start);
	if (parse_unknown_block(cursor))
		return;
	psl_go_back(cursor, start);
	/* A comment followed by an empty line documents nothing. */
	if (psl_parse_comments(cursor, &parser->pending)) {
		if (psl_scan_line_break(cursor))
			parser->pending.text = NULL;
		return;
	}
	bool block = is_block_start(*cursor);
	parse_wrong_line(cursor, "expected a block");
	if (block)
		report_hint(cursor->report, "close the block: put '}' on a line of its own");
}

/* Reserves room for the file's models: about one for each line that begins with "model ". */
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
	if (work.longest > declarations->longest)
		declarations->longest = work.longest;
	arena_free(&work.arena);
}
