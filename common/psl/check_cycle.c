/*
 * Finds cycles among models.
 */
#include "psl/check.h"
#include "psl/constraint.h"

/*
 * The nodes of the graph are models, and its edges are fields that lead from one model to another.
 * Its cycles are the strongly connected components, found by Tarjan's algorithm. That does not
 * recurse here, because a chain of models may be long.
 */
struct edge {
	const struct field *field;
	size_t to;
};

struct node {
	VECTOR(struct edge) edges;
	size_t index, low, component;
	bool visited, on_stack;
	bool reaches_loop; /* a path leads to a model that refers to itself */
};

struct graph {
	struct node *nodes; /* one for each model */
	VECTOR(size_t) stack;
	size_t next_index, components;
};

static struct node *node_of(const struct context *context, const struct graph *graph,
			    const struct model *model)
{
	return &graph->nodes[model - context->declarations.models.at];
}

static void add_edge(const struct context *context, struct graph *graph, const struct field *field)
{
	size_t to = (size_t)(field->model - context->declarations.models.at);

	*vector_add(context->arena, &node_of(context, graph, field->owner)->edges) =
		(struct edge){field, to};
}

/* True if the field is part of a cycle. */
static bool in_cycle(const struct context *context, const struct graph *graph,
		     const struct field *field)
{
	return node_of(context, graph, field->owner)->component ==
	       node_of(context, graph, field->model)->component;
}

/*
 * Ends the visit of a node after all its edges. If the node is the root of a component, pops that.
 */
static void leave(struct graph *graph, size_t at)
{
	struct node *node = &graph->nodes[at];
	size_t member;

	if (node->low != node->index)
		return;
	do {
		member = graph->stack.at[--graph->stack.count];
		graph->nodes[member].on_stack = false;
		graph->nodes[member].component = graph->components;
	} while (member != at);
	graph->components++;
}

static void enter(struct arena *arena, struct graph *graph, size_t at)
{
	struct node *node = &graph->nodes[at];

	node->visited = node->on_stack = true;
	node->index = node->low = graph->next_index++;
	*vector_add(arena, &graph->stack) = at;
}

struct step {
	size_t node, edge;
};

static void find_components(struct arena *arena, struct graph *graph, size_t start)
{
	VECTOR(struct step) path = {0};

	enter(arena, graph, start);
	*vector_add(arena, &path) = (struct step){start, 0};
	while (path.count > 0) {
		struct step *step = &path.at[path.count - 1];
		struct node *node = &graph->nodes[step->node];
		if (step->edge < node->edges.count) {
			size_t to = node->edges.at[step->edge++].to;
			if (!graph->nodes[to].visited) {
				enter(arena, graph, to);
				*vector_add(arena, &path) = (struct step){to, 0};
			} else if (graph->nodes[to].on_stack &&
				   graph->nodes[to].index < node->low) {
				node->low = graph->nodes[to].index;
			}
			continue;
		}
		size_t done = step->node;
		leave(graph, done);
		path.count--;
		if (path.count > 0) {
			struct node *before = &graph->nodes[path.at[path.count - 1].node];
			if (graph->nodes[done].low < before->low)
				before->low = graph->nodes[done].low;
		}
	}
}

static struct graph empty_graph(const struct context *context)
{
	size_t count = context->declarations.models.count;

	return (struct graph){.nodes = arena_alloc(context->arena, count * sizeof(struct node))};
}

static void find_cycles(const struct context *context, struct graph *graph)
{
	for (size_t i = 0; i < context->declarations.models.count; i++)
		if (!graph->nodes[i].visited)
			find_components(context->arena, graph, i);
}

/* ---- types ---- */

static bool holds_type(const struct field *field)
{
	return field->kind == FIELD_COMPOSITE && field->arity == ARITY_REQUIRED;
}

void psl_check_type_cycles(struct context *context)
{
	struct graph graph = {0};
	const struct model *model;
	const struct field *field;

	vector_each(model, &context->declarations.models) {
		if (model->kind != MODEL_COMPOSITE)
			continue;
		if (!graph.nodes)
			graph = empty_graph(context);
		vector_each(field, &model->fields)
			if (holds_type(field))
				add_edge(context, &graph, field);
	}
	if (!graph.nodes)
		return;
	find_cycles(context, &graph);
	vector_each(model, &context->declarations.models)
		if (model->kind == MODEL_COMPOSITE)
			vector_each(field, &model->fields)
				if (holds_type(field) && in_cycle(context, &graph, field))
					psl_error(
						context, field->place,
						"type '%s' contains itself, directly or indirectly",
						model->name.text);
}

/* ---- actions of relations ---- */

/*
 * Under relationMode = "prisma", clients execute referential actions instead of the database, and a
 * cycle of actions would never end. A relation is rejected if its actions lead back to its model,
 * or to a model that refers to itself.
 */
static bool modifies(enum action action)
{
	return action != ACTION_NO_ACTION && action != ACTION_RESTRICT;
}

static bool sets_off(const struct field *field)
{
	return modifies(psl_reference_on_delete(field)) || modifies(psl_reference_on_update(field));
}

static bool is_edge(const struct relation *relation)
{
	return psl_has_foreign_key(relation) && relation->a && relation->b && sets_off(relation->a);
}

/* Marks the models from which a path leads to a model that refers to itself. */
static void mark_reaching(struct arena *arena, struct graph *graph, size_t count)
{
	VECTOR(size_t) *sources = arena_alloc(arena, count * sizeof *sources);
	VECTOR(size_t) queue = {0};
	struct edge *edge;
	size_t *source;

	for (size_t i = 0; i < count; i++)
		vector_each(edge, &graph->nodes[i].edges) {
			*vector_add(arena, &sources[edge->to]) = i;
			if (edge->to == i && !graph->nodes[i].reaches_loop) {
				graph->nodes[i].reaches_loop = true;
				*vector_add(arena, &queue) = i;
			}
		}
	for (size_t i = 0; i < queue.count; i++)
		vector_each(source, &sources[queue.at[i]])
			if (!graph->nodes[*source].reaches_loop) {
				graph->nodes[*source].reaches_loop = true;
				*vector_add(arena, &queue) = *source;
			}
}

void psl_find_action_cycles(struct context *context)
{
	struct relation *relation;

	if (!context->settings.emulated)
		return;
	struct graph graph = empty_graph(context);
	vector_each(relation, &context->relations)
		if (is_edge(relation))
			add_edge(context, &graph, relation->a);
	find_cycles(context, &graph);
	mark_reaching(context->arena, &graph, context->declarations.models.count);
	vector_each(relation, &context->relations)
		relation->has_cycle = is_edge(relation) &&
				      (in_cycle(context, &graph, relation->a) ||
				       node_of(context, &graph, relation->a->model)->reaches_loop);
}
