#include <string.h>
#include <strings.h>

#include "psl/attribute.h"

/* ---- preview features ---- */

/* clang-format off */
static const struct {
	const char *name;
	bool deprecated;   /* by now it works without being said */
	unsigned feature;  /* where it changes what we do */
	unsigned dialects; /* that have it, 1 << enum dialect, or-ed; 0 is all */
} features[] = {
	{"fullTextSearchPostgres",     false, 0, 1 << DIALECT_POSTGRESQL},
	{"nativeDistinct",             false, 0, 0},
	{"partialIndexes",             false, FEATURE_PARTIAL_INDEXES, 0},
	{"postgresqlExtensions",       false, FEATURE_EXTENSIONS, 0},
	{"reactNative",                false, 0, 0},
	{"relationJoins",              false, 0, 0},
	{"schemaEngineDriverAdapters", false, 0, 0},
	{"shardKeys",                  false, 0, 0},
	{"strictUndefinedChecks",      false, 0, 0},
	{"typedSql",                   false, 0, 0},
	{"views",                      false, FEATURE_VIEWS, 0},

	{"aggregateApi",               true, 0, 0},
	{"atomicNumberOperations",     true, 0, 0},
	{"clientExtensions",           true, 0, 0},
	{"cockroachdb",                true, 0, 0},
	{"connectOrCreate",            true, 0, 0},
	{"createMany",                 true, 0, 0},
	{"dataProxy",                  true, 0, 0},
	{"deno",                       true, 0, 0},
	{"distinct",                   true, 0, 0},
	{"driverAdapters",             true, 0, 0},
	{"extendedIndexes",            true, 0, 0},
	{"extendedWhereUnique",        true, 0, 0},
	{"fieldReference",             true, 0, 0},
	{"filterJson",                 true, 0, 0},
	{"filteredRelationCount",      true, 0, 0},
	{"fullTextIndex",              true, 0, 0},
	{"fullTextSearch",             true, 0, 0},
	{"groupBy",                    true, 0, 0},
	{"improvedQueryRaw",           true, 0, 0},
	{"interactiveTransactions",    true, 0, 0},
	{"jsonProtocol",               true, 0, 0},
	{"microsoftSqlServer",         true, 0, 0},
	{"middlewares",                true, 0, 0},
	{"mongoDb",                    true, 0, 0},
	{"multiSchema",                true, 0, 0},
	{"nApi",                       true, 0, 0},
	{"namedConstraints",           true, 0, 0},
	{"nativeTypes",                true, 0, 0},
	{"omitApi",                    true, 0, 0},
	{"orderByAggregateGroup",      true, 0, 0},
	{"orderByNulls",               true, 0, 0},
	{"orderByRelation",            true, 0, 0},
	{"prismaSchemaFolder",         true, 0, 0},
	{"queryCompiler",              true, 0, 0},
	{"referentialActions",         true, 0, 0},
	{"referentialIntegrity",       true, 0, 0},
	{"selectRelationCount",        true, 0, 0},
	{"tracing",                    true, 0, 0},
	{"transactionApi",             true, 0, 0},
	{"uncheckedScalarInputs",      true, 0, 0},
};
/* clang-format on */

static bool dialect_has(const struct context *context, unsigned dialects)
{
	return dialects == 0 || (context->settings.datasource &&
				 (dialects & 1u << context->settings.dialect));
}

static void load_feature(struct context *context, const struct expression *item)
{
	const char *name = expect_string(context, item);

	if (!name)
		return;
	for (size_t i = 0; i < sizeof features / sizeof *features; i++) {
		if (strcasecmp(features[i].name, name) != 0 ||
		    !dialect_has(context, features[i].dialects))
			continue;
		if (features[i].deprecated)
			report_warning(context->report, item->place,
				       "the preview feature '%s' is part of the language by now",
				       name);
		context->settings.features |= features[i].feature;
		return;
	}
	report_error(context->report, item->place, "unknown preview feature '%s'", name);
}

/* ---- properties ---- */

static const struct property *find_property(const struct config *config, const char *name)
{
	const struct property *property;

	vector_each(property, &config->properties)
		if (strcmp(property->name.text, name) == 0)
			return property;
	return NULL;
}

static bool has_all_values(struct context *context, const struct config *config)
{
	const struct property *property;
	bool all = true;

	vector_each(property, &config->properties)
		if (!property->has_value)
			all = report_error(context->report, config->place, "'%s' has no value",
					   property->name.text);
	return all;
}

static bool is_environment(const struct expression *value)
{
	return value->kind == EXPRESSION_FUNCTION && strcmp(value->text, "env") == 0;
}

/* ---- generators ---- */

static void load_generator(struct context *context, const struct config *config)
{
	const struct property *property;
	struct expression_list items;

	if (!has_all_values(context, config))
		return;
	if (!find_property(config, "provider")) {
		report_error(context->report, config->place, "the generator '%s' has no provider",
			     config->name.text);
		return;
	}
	property = find_property(config, "previewFeatures");
	if (!property)
		return;
	expression_items(&property->value, &items);
	for (size_t i = 0; i < items.count; i++)
		load_feature(context, &items.at[i].value);
}

/* ---- the datasource ---- */

static bool load_provider(struct context *context, const struct config *config)
{
	static const char *const others[] = {"mysql", "sqlserver", "mongodb"};
	const struct property *property = find_property(config, "provider");
	const struct expression *value;

	if (!property)
		return report_error(context->report, config->place,
				    "the datasource '%s' has no provider", config->name.text);
	value = &property->value;
	if (is_environment(value))
		return report_error(context->report, config->place,
				    "the provider cannot come from the environment");
	if (value->kind != EXPRESSION_STRING)
		return report_error(context->report, value->place, "the provider has to be a string");
	if (dialect_from_name(value->text, &context->settings.dialect))
		return true;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (strcmp(others[i], value->text) == 0)
			return report_error(context->report, value->place,
					    "migtools does postgresql, cockroachdb and sqlite, not %s",
					    value->text);
	report_error(context->report, value->place, "unknown provider '%s'", value->text);
	return report_hint(context->report, "it is postgresql, cockroachdb or sqlite");
}

static void load_relation_mode(struct context *context, const struct config *config)
{
	const struct property *mode = find_property(config, "relationMode");
	const struct property *old = find_property(config, "referentialIntegrity");
	const char *text;

	if (old)
		report_warning(context->report, old->place,
			       "'referentialIntegrity' is called 'relationMode' by now");
	if (mode && old) {
		report_error(context->report, old->place,
			     "'referentialIntegrity' and 'relationMode' mean the same");
		return;
	}
	if (!mode)
		mode = old;
	if (!mode || !(text = expect_string(context, &mode->value)))
		return;
	if (strcmp(text, "prisma") == 0)
		context->settings.emulated = true;
	else if (strcmp(text, "foreignKeys") != 0)
		report_error(context->report, config->place,
			     "unknown relation mode '%s': it is \"foreignKeys\" or \"prisma\"", text);
}

static void load_namespaces(struct context *context, const struct config *config)
{
	const struct property *property = find_property(config, "schemas");
	struct settings *settings = &context->settings;
	struct expression_list items;
	const char *text;

	if (!property)
		return;
	settings->has_namespaces = true;
	settings->namespaces_place = property->value.place;
	expression_items(&property->value, &items);
	if (items.count == 0)
		report_error(context->report, property->value.place, "'schemas' cannot be empty");
	for (size_t i = 0; i < items.count; i++)
		if ((text = expect_string(context, &items.at[i].value)))
			*vector_add(context->arena, &settings->namespaces) =
				(struct name){text, items.at[i].value.place};
}

static void load_datasource(struct context *context, const struct config *config)
{
	if (!has_all_values(context, config) || !load_provider(context, config))
		return;
	context->settings.datasource = config;
	load_relation_mode(context, config);
	load_namespaces(context, config);
}

void psl_load_config(struct context *context)
{
	const struct config *config;

	vector_each(config, &context->declarations.configs)
		if (config->kind == CONFIG_DATASOURCE)
			load_datasource(context, config);
	vector_each(config, &context->declarations.configs)
		if (config->kind == CONFIG_GENERATOR)
			load_generator(context, config);
}
