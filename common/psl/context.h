/*
 * Inside the room: the state shared by the phases, and the phases in order.
 */
#ifndef PSL_CONTEXT_H
#define PSL_CONTEXT_H

#include "base/record.h"
#include "psl/declarations.h"

/* The preview features that change what a schema may contain. */
enum feature {
	FEATURE_VIEWS = 1 << 0,
	FEATURE_EXTENSIONS = 1 << 1,
	FEATURE_PARTIAL_INDEXES = 1 << 2
};

/* The settings of the datasource and the generators. */
struct settings {
	const struct config *datasource; /* NULL if there is none or it is invalid */
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
	RELATION_MANY_TO_MANY, /* implicit, with a join table */
	RELATION_EMBEDDED      /* many-to-many with `fields`, as in MongoDB */
};

/*
 * A pair of relation fields, or one without an opposite field. Side `a` has the foreign key; in a
 * many-to-many relation it is the one whose model, or else field, comes first by name.
 */
struct relation {
	enum relation_kind kind;
	const char *name; /* in @relation, or NULL */
	struct model *model_a, *model_b;
	struct field *a, *b;   /* one may be NULL */
	struct relation *next; /* in the chain of `relations` of a model */
	bool has_cycle;	       /* set by psl_find_action_cycles */
};

/* The relation fields of a model that refer to the same model by the same name. */
struct sides {
	struct field *first, *second; /* or NULL */
	size_t count;		      /* of all with this one as `counted` */
	struct sides *counted;	      /* this one; for the default name, those without a name */
};

/* Names of keys in the scope shared by tables, and duplicates in that scope and in each table. */
struct constraint_names {
	struct map shared, shared_duplicates; /* scope: the namespace */
	struct map local_duplicates;	      /* scope: the model */
};

struct context {
	struct arena *arena;
	struct report *report;
	const struct source *files;
	size_t errors_before; /* in the report, from other schemas */
	struct declarations declarations;
	struct map types;	       /* names of models, enums and `type` blocks to struct top */
	struct fields relation_fields; /* of all models */
	struct fields generated_defaults; /* of all models; their default is a function */
	struct settings settings;
	struct map sides; /* struct sides; scope: the referring model */
	VECTOR(struct relation) relations;
	struct constraint_names constraints;
};

/* ---- the phases, in order; psl.h describes them ---- */

void psl_check_names(struct context *context);
void psl_load_config(struct context *context);
void psl_resolve_types(struct context *context);
void psl_resolve_attributes(struct context *context);
void psl_infer_relations(struct context *context);
void psl_collect_constraint_names(struct context *context);
void psl_check(struct context *context);
void psl_lower(const struct context *context, struct record_writer *to);

/* ---- settings ---- */

/* Reports `what`, at `place`, unless the preview feature that it requires is enabled. */
void psl_require_feature(struct context *context, enum feature feature, struct span place,
			 const char *what);

/* Returns the rules of the language for the datasource's dialect. */
static inline const struct language_rules *psl_rules(const struct context *context)
{
	return &context->settings.dialect->language;
}

/* True if an error has been reported for this schema. */
static inline bool psl_failed(const struct context *context)
{
	return context->report->errors > context->errors_before;
}

/* ---- places ---- */

/* Returns the place of a span. */
struct place psl_place(const struct context *context, struct span span);

#define psl_error(context, span, ...)                                                              \
	report_error((context)->report, psl_place((context), (span)), __VA_ARGS__)
#define psl_warning(context, span, ...)                                                            \
	report_warning((context)->report, psl_place((context), (span)), __VA_ARGS__)

/* Returns the text of an expression in the schema. */
struct slice psl_expression_source(const struct context *context,
				   const struct expression *expression);

#endif
