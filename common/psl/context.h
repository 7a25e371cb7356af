/*
 * What the phases share, and the phases themselves in their order.
 */
#ifndef PSL_CONTEXT_H
#define PSL_CONTEXT_H

#include "psl/declarations.h"

/* The preview features that change what a schema may say. */
enum feature {
	FEATURE_VIEWS = 1 << 0,
	FEATURE_EXTENSIONS = 1 << 1,
	FEATURE_PARTIAL_INDEXES = 1 << 2
};

/* What the datasource and the generators say. */
struct settings {
	const struct config *datasource; /* NULL where there is none, or it is wrong */
	size_t datasources;
	const struct dialect *dialect;
	unsigned features; /* enum feature, or-ed */
	bool emulated;	   /* relationMode = "prisma" */
	bool has_namespaces;
	VECTOR(struct name) namespaces;
	bool has_extensions;
	struct span extensions_place;
	VECTOR(struct extension) extensions;
};

enum relation_kind {
	RELATION_ONE_TO_ONE,
	RELATION_ONE_TO_MANY,
	RELATION_MANY_TO_MANY, /* implicit: a table of its own */
	RELATION_EMBEDDED      /* many-to-many with `fields`, as MongoDB has them */
};

/*
 * Two relation fields that belong together, or one whose other is missing. Side `a` holds the foreign
 * key; of a many-to-many relation it is the one whose model (or field) comes first by name.
 */
struct relation {
	enum relation_kind kind;
	const char *name; /* as @relation says, or NULL */
	struct model *model_a, *model_b;
	struct field *a, *b;   /* one may be NULL */
	struct relation *next; /* of those that were made from fields of the same model */
};

/* The relation fields of a model that refer to the same model by the same name. */
struct sides {
	struct field *first, *second; /* NULL where there are not so many */
	size_t count;		      /* and of those that count here */
	struct sides *counted; /* itself; those without a name where theirs is what these get */
};

/* Names of constraints, and those that several have: among those that tables share, and in a table. */
struct constraint_names {
	struct map shared, shared_duplicates; /* in the scopes of namespaces */
	struct map local_duplicates;	      /* in the scopes of models */
};

struct context {
	struct arena *arena;
	struct report *report;
	const struct source *files;
	size_t errors_before; /* that the report had */
	struct declarations declarations;
	struct map types; /* models, enums and `type` blocks by their names: struct top */
	struct fields relation_fields;	  /* of all models */
	struct fields generated_defaults; /* of all models: fields whose default is a function */
	struct settings settings;
	struct map sides; /* struct sides, in scopes of the models that refer */
	VECTOR(struct relation) relations;
	struct constraint_names constraints;
};

/* ---- the phases, in their order ---- */

void psl_check_names(struct context *context);
void psl_load_config(struct context *context);
void psl_resolve_types(struct context *context);
void psl_resolve_attributes(struct context *context);
void psl_infer_relations(struct context *context);
/* What constraints are called, and which names are duplicates. */
void psl_collect_constraint_names(struct context *context);
void psl_check(struct context *context);
void psl_lower(const struct context *context, struct record_writer *to);

/* Returns the rules of the language under the datasource's dialect. */
static inline const struct language_rules *psl_rules(const struct context *context)
{
	return &context->settings.dialect->language;
}

/* True if an error was reported since the schema was begun. */
static inline bool psl_failed(const struct context *context)
{
	return context->report->errors > context->errors_before;
}

/* ---- places ---- */

/* Where a span stands. */
struct place psl_place(const struct context *context, struct span span);

#define psl_error(context, span, ...)                                                              \
	report_error((context)->report, psl_place((context), (span)), __VA_ARGS__)
#define psl_warning(context, span, ...)                                                            \
	report_warning((context)->report, psl_place((context), (span)), __VA_ARGS__)

/* The text of an expression as the schema has it. */
struct slice psl_expression_source(const struct context *context,
				   const struct expression *expression);

#endif
