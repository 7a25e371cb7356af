/*
 * Reads the datasource and the generators into the settings.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "psl/attribute.h"

/* ---- preview features ---- */

/* clang-format off */
static const struct {
	const char *name;
	bool deprecated;   /* works without being listed */
	unsigned feature;  /* 0: it has no effect here */
} features[] = {
	{"nativeDistinct",             false, 0},
	{"partialIndexes",             false, FEATURE_PARTIAL_INDEXES},
	{"postgresqlExtensions",       false, FEATURE_EXTENSIONS},
	{"reactNative",                false, 0},
	{"relationJoins",              false, 0},
	{"schemaEngineDriverAdapters", false, 0},
	{"shardKeys",                  false, 0},
	{"strictUndefinedChecks",      false, 0},
	{"typedSql",                   false, 0},
	{"views",                      false, FEATURE_VIEWS},

	{"aggregateApi",               true, 0},
	{"atomicNumberOperations",     true, 0},
	{"clientExtensions",           true, 0},
	{"cockroachdb",                true, 0},
	{"connectOrCreate",            true, 0},
	{"createMany",                 true, 0},
	{"dataProxy",                  true, 0},
	{"deno",                       true, 0},
	{"distinct",                   true, 0},
	{"driverAdapters",             true, 0},
	{"extendedIndexes",            true, 0},
	{"extendedWhereUnique",        true, 0},
	{"fieldReference",             true, 0},
	{"filterJson",                 true, 0},
	{"filteredRelationCount",      true, 0},
	{"fullTextIndex",              true, 0},
	{"fullTextSearch",             true, 0},
	{"groupBy",                    true, 0},
	{"improvedQueryRaw",           true, 0},
	{"interactiveTransactions",    true, 0},
	{"jsonProtocol",               true, 0},
	{"metrics",                    true, 0}, /* removed in Prisma 7 */
	{"microsoftSqlServer",         true, 0},
	{"middlewares",                true, 0},
	{"mongoDb",                    true, 0},
	{"multiSchema",                true, 0},
	{"nApi",                       true, 0},
	{"namedConstraints",           true, 0},
	{"nativeTypes",                true, 0},
	{"omitApi",                    true, 0},
	{"orderByAggregateGroup",      true, 0},
	{"orderByNulls",               true, 0},
	{"orderByRelation",            true, 0},
	{"prismaSchemaFolder",         true, 0},
	{"queryCompiler",              true, 0},
	{"referentialActions",         true, 0},
	{"referentialIntegrity",       true, 0},
	{"selectRelationCount",        true, 0},
	{"tracing",                    true, 0},
	{"transactionApi",             true, 0},
	{"uncheckedScalarInputs",      true, 0},
};
/* clang-format on */

/* True if the datasource's dialect has a preview feature with this name of its own. */
static bool dialect_has_feature(const struct context *context, const char *name)
{
	const char *const *own = psl_rules(context)->preview_features;

	while (own && *own && strcasecmp(*own, name) != 0)
		own++;
	return context->settings.datasource && own && *own;
}

static void load_feature(struct context *context, const struct expression *item)
{
	const char *name = psl_expect_string(context, item);

	if (!name)
		return;
	for (size_t i = 0; i < sizeof features / sizeof *features; i++) {
		if (strcasecmp(features[i].name, name) != 0)
			continue;
		if (features[i].deprecated)
			psl_warning(context, item->place,
				    "preview feature '%s' is deprecated and no longer needed",
				    name);
		context->settings.features |= features[i].feature;
		return;
	}
	if (!dialect_has_feature(context, name))
		psl_error(context, item->place, "unknown preview feature '%s'", name);
}

void psl_require_feature(struct context *context, enum feature feature, struct span place,
			 const char *what)
{
	const char *name = NULL;

	if (context->settings.features & feature)
		return;
	for (size_t i = 0; i < sizeof features / sizeof *features; i++)
		if (features[i].feature == feature)
			name = features[i].name;
	psl_error(context, place, "%s requires the preview feature '%s'", what, name);
	report_hint(context->report, "add \"%s\" to 'previewFeatures' in a generator", name);
}

/* ---- properties ---- */

/* Returns the last property with that name, or NULL. */
static const struct property *find_property(const struct config *config, const char *name)
{
	for (size_t i = config->properties.count; i > 0; i--)
		if (strcmp(config->properties.at[i - 1].name.text, name) == 0)
			return &config->properties.at[i - 1];
	return NULL;
}

static bool has_all_values(struct context *context, const struct config *config)
{
	const struct property *property;
	bool all = true;

	vector_each(property, &config->properties)
		if (!property->has_value)
			all = psl_error(context, config->place, "missing value for '%s'",
					property->name.text);
	return all;
}

/* Reports a call that is not env("NAME"). */
static bool check_environment(struct context *context, const struct expression *value)
{
	const struct arguments *arguments = value->arguments;

	return (arguments->count == 1 && !arguments->at->name &&
		arguments->at->value.kind == EXPRESSION_STRING) ||
	       psl_error(context, value->place,
			 "'env()' takes one argument, the name of a variable");
}

/* ---- generators ---- */

enum property_value {
	VALUE_STRING,
	VALUE_STRING_OR_ENVIRONMENT,
	VALUE_LIST /* one VALUE_STRING_OR_ENVIRONMENT, or a list of them */
};

/* The properties of a generator that Prisma knows. Others are allowed. */
static const struct {
	const char *name;
	enum property_value value;
} generator_properties[] = {
	{"engineType", VALUE_STRING},
	{"provider", VALUE_STRING_OR_ENVIRONMENT},
	{"output", VALUE_STRING_OR_ENVIRONMENT},
	{"binaryTargets", VALUE_LIST},
};

static bool check_string(struct context *context, const struct expression *value, bool environment)
{
	if (environment && psl_expression_is_function(value, "env"))
		return check_environment(context, value);
	return psl_expect_string(context, value) != NULL;
}

static bool check_property(struct context *context, const struct property *property,
			   enum property_value kind)
{
	struct expression_list items;
	bool good = true;

	if (kind != VALUE_LIST)
		return check_string(context, &property->value, kind != VALUE_STRING);
	psl_expression_items(&property->value, &items);
	for (size_t i = 0; i < items.count; i++)
		good = check_string(context, &items.at[i].value, true) && good;
	return good;
}

static void load_features(struct context *context, const struct property *property)
{
	struct expression_list items;
	bool good = true;

	psl_expression_items(&property->value, &items);
	for (size_t i = 0; i < items.count; i++)
		good = psl_expect_string(context, &items.at[i].value) && good;
	for (size_t i = 0; good && i < items.count; i++)
		load_feature(context, &items.at[i].value);
}

/* Checks a property with any name. Returns false if it contains an object, which is not allowed. */
static bool check_free_value(struct context *context, const struct expression *value)
{
	struct expression_list items;

	if (psl_expression_is_function(value, "env"))
		check_environment(context, value);
	if (value->kind != EXPRESSION_ARRAY)
		return value->kind != EXPRESSION_OBJECT;
	psl_expression_items(value, &items);
	for (size_t i = 0; i < items.count; i++)
		if (!check_free_value(context, &items.at[i].value))
			return false;
	return true;
}

static void load_generator(struct context *context, const struct config *config)
{
	const struct property *property;
	unsigned before = context->settings.features;
	bool possible = true;

	if (!has_all_values(context, config))
		return;
	for (size_t i = 0; i < sizeof generator_properties / sizeof *generator_properties; i++) {
		const char *name = generator_properties[i].name;
		property = find_property(config, name);
		bool good = property &&
			    check_property(context, property, generator_properties[i].value);
		if (strcmp(name, "provider") != 0)
			continue;
		if (!property)
			psl_error(context, config->place, "missing provider in generator '%s'",
				  config->name.text);
		if (!good)
			return;
	}
	property = find_property(config, "previewFeatures");
	if (property)
		load_features(context, property);
	vector_each(property, &config->properties)
		if (find_property(config, property->name.text) == property)
			possible &= check_free_value(context, &property->value);
	/* Like Prisma, silently ignores a generator with an object. */
	if (!possible)
		context->settings.features = before;
}

/* ---- the datasource ---- */

static bool load_provider(struct context *context, const struct config *config)
{
	static const char *const others[] = {"mysql", "sqlserver", "mongodb"};
	const struct property *property = find_property(config, "provider");
	const struct expression *value;
	const struct dialect *dialect;
	bool known = false;

	if (!property)
		return psl_error(context, config->place, "missing provider in datasource '%s'",
				 config->name.text);
	value = &property->value;
	if (psl_expression_is_function(value, "env"))
		return psl_error(context, config->place, "'provider' cannot use 'env()'");
	if (!psl_expect_string(context, value))
		return false;
	dialect = dialect_by_name(value->text);
	if (dialect) {
		context->settings.dialect = dialect;
		return true;
	}
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (strcmp(others[i], value->text) == 0)
			known = true;
	psl_error(context, value->place,
		  known ? "provider '%s' is not supported" : "unknown provider '%s'", value->text);
	return report_hint(context->report, "use %s", dialect_names(context->arena, "or"));
}

static void report_unknown_mode(struct context *context, const struct config *config,
				const char *mode)
{
	psl_error(context, config->place, "unknown relation mode '%s'", mode);
	report_hint(context->report, "use \"foreignKeys\" or \"prisma\"");
}

static void load_relation_mode(struct context *context, const struct config *config)
{
	const struct property *mode = find_property(config, "relationMode");
	const struct property *old = find_property(config, "referentialIntegrity");
	const char *text;

	if (old)
		psl_warning(context, old->place,
			    "'referentialIntegrity' is deprecated, use 'relationMode'");
	if (mode && old) {
		psl_error(context, old->place,
			  "'referentialIntegrity' and 'relationMode' cannot be used together");
		return;
	}
	if (!mode)
		mode = old;
	if (!mode || !(text = psl_expect_string(context, &mode->value)))
		return;
	if (strcmp(text, "prisma") == 0)
		context->settings.emulated = true;
	else if (strcmp(text, "foreignKeys") != 0)
		report_unknown_mode(context, config, text);
}

static void load_namespaces(struct context *context, const struct config *config)
{
	const struct property *property = find_property(config, "schemas");
	struct settings *settings = &context->settings;
	struct map seen = {.arena = context->arena};
	struct expression_list items;
	const char *text;

	if (!property)
		return;
	settings->has_namespaces = true;
	if (!settings->dialect->namespaces)
		psl_error(context, property->value.place, "%s does not support 'schemas'",
			  settings->dialect->name);
	psl_expression_items(&property->value, &items);
	if (items.count == 0)
		psl_error(context, property->value.place, "'schemas' cannot be empty");
	for (size_t i = 0; i < items.count; i++) {
		if (!(text = psl_expect_string(context, &items.at[i].value)))
			continue;
		if (map_add(&seen, text, &seen))
			psl_error(context, items.at[i].value.place, "duplicate namespace '%s'",
				  text);
		*vector_add(context->arena, &settings->namespaces) =
			(struct name){text, items.at[i].value.place};
	}
}

/* ---- extensions ---- */

static void load_extension_option(struct context *context, const struct expression *item,
				  const struct argument *argument, struct extension *extension)
{
	const struct {
		const char *name;
		const char **value;
	} options[] = {
		{"map", &extension->name},
		{"schema", &extension->namespace},
		{"version", &extension->version},
	};
	const char *text = psl_expect_string(context, &argument->value);

	for (size_t i = 0; i < sizeof options / sizeof *options; i++)
		if (strcmp(options[i].name, argument->name) == 0) {
			*options[i].value = text;
			return;
		}
	psl_error(context, psl_argument_place(argument), "unknown argument '%s' of extension '%s'",
		  argument->name, item->text);
}

/* Reads `name` or `name(map: "...", schema: "...", version: "...")`. */
static void load_extension(struct context *context, const struct expression *item)
{
	struct extension extension = {.name = item->text};
	const struct argument *argument;
	struct map seen = {.arena = context->arena};

	vector_each(argument, item->arguments) {
		if (!argument->name) {
			psl_error(context, psl_argument_place(argument),
				  "unexpected unnamed argument of extension '%s'", item->text);
			continue;
		}
		if (map_add(&seen, argument->name, &seen))
			psl_error(context, psl_argument_place(argument), "duplicate argument '%s'",
				  argument->name);
		load_extension_option(context, item, argument, &extension);
	}
	if (item->arguments->count && strcmp(extension.name ? extension.name : "", item->text) != 0)
		fact_add(context->arena, &extension.facts, "name", item->text);
	*vector_add(context->arena, &context->settings.extensions) = extension;
}

static int compare_extensions(const void *a, const void *b)
{
	const struct extension *left = a, *right = b;
	const char *left_name = fact_get(&left->facts, "name");
	const char *right_name = fact_get(&right->facts, "name");

	return strcmp(left_name ? left_name : left->name, right_name ? right_name : right->name);
}

static void load_extensions(struct context *context, const struct config *config)
{
	const struct property *property = find_property(config, "extensions");
	struct settings *settings = &context->settings;
	struct expression_list items;

	if (!property)
		return;
	settings->has_extensions = true;
	settings->extensions_place = property->place;
	psl_expression_items(&property->value, &items);
	for (size_t i = 0; i < items.count; i++) {
		const struct expression *item = &items.at[i].value;
		if (item->kind == EXPRESSION_IDENTIFIER || item->kind == EXPRESSION_FUNCTION)
			load_extension(context, item);
		else
			psl_error(context, item->place, "expected an extension name, found %s",
				  psl_expression_kind_name(item));
	}
	if (settings->extensions.count && context->report->errors == context->errors_before)
		qsort(settings->extensions.at, settings->extensions.count,
		      sizeof *settings->extensions.at, compare_extensions);
}

/* ---- the whole datasource ---- */

static bool has_extensions(const struct context *context)
{
	return context->settings.datasource && psl_rules(context)->extensions;
}

/* The properties of a datasource. URLs, which older schemas have, are not read. */
static const char *const datasource_properties[] = {
	"provider", "url", "directUrl", "shadowDatabaseUrl", "relationMode", "referentialIntegrity",
	"schemas",
};

static bool is_datasource_property(const struct context *context, const char *name)
{
	for (size_t i = 0; i < sizeof datasource_properties / sizeof *datasource_properties; i++)
		if (strcmp(datasource_properties[i], name) == 0)
			return true;
	return has_extensions(context) && strcmp(name, "extensions") == 0;
}

static void check_properties(struct context *context, const struct config *config)
{
	const struct property *property;

	vector_each(property, &config->properties) {
		if (find_property(config, property->name.text) != property ||
		    is_datasource_property(context, property->name.text))
			continue;
		psl_error(context, property->place, "unknown property '%s' in a datasource",
			  property->name.text);
		if (strcmp(property->name.text, "previewFeatures") == 0)
			report_hint(context->report, "'previewFeatures' belongs in a generator");
	}
}

static void load_datasource(struct context *context, const struct config *config)
{
	if (!has_all_values(context, config) || !load_provider(context, config))
		return;
	context->settings.datasources++;
	context->settings.datasource = config;
	load_relation_mode(context, config);
	load_namespaces(context, config);
	if (has_extensions(context))
		load_extensions(context, config);
	check_properties(context, config);
}

void psl_load_config(struct context *context)
{
	const struct config *config;

	vector_each(config, &context->declarations.configs)
		if (config->kind == CONFIG_DATASOURCE)
			load_datasource(context, config);
	vector_each(config, &context->declarations.configs) {
		if (config->kind == CONFIG_GENERATOR)
			load_generator(context, config);
		else if (context->settings.datasources > 1)
			psl_error(context, config->place, "a schema can have only one datasource");
	}
}
