#include "psl/check.h"

/*
 * Under relationMode = "prisma" clients do what foreign keys would do, and a circle of actions
 * would keep them going for ever. A relation is refused where its action, and those that it sets
 * off, come back to its model, or come to a model that refers to itself.
 *
 * The models are the nodes of a graph, the relations that set something off its edges. Tarjan's
 * algorithm finds the circles; it is written without recursion, since a chain of models may be long.
 */
struct edge {
	const struct relation *relation;
	size_t to;
};

struct node {
	VECTOR(struct edge) edges;
	size_t index, low, component;
	bool visited, on_stack;
	bool reaches_itself; /* an edge leads to a model that refers to itself, at once or later */
};

struct graph {
	struct node *nodes;
	VECTOR(size_t) stack;
	size_t next_index, components;
};

static bool any_required(const struct fields *fields)
{
	struct field **field;

	vector_each(field, fields)
		if ((*field)->arity == ARITY_REQUIRED)
			return true;
	return false;
}

static bool modifies(enum action action)
{
	return action != ACTION_NO_ACTION && action != ACTION_RESTRICT;
}

static bool sets_off(const struct relation *relation)
{
	const struct reference *reference = relation->a->reference;
	enum action on_delete = any_required(&reference->fields) ? ACTION_RESTRICT : ACTION_SET_NULL;

	if (reference->on_delete.said)
		on_delete = reference->on_delete.action;
	return modifies(on_delete) ||
	       modifies(reference->on_update.said ? reference->on_update.action : ACTION_CASCADE);
}

static bool is_edge(const struct relation *relation)
{
	bool inlined = relation->kind == RELATION_ONE_TO_ONE || relation->kind == RELATION_ONE_TO_MANY;

	return inlined && relation->a && relation->b && sets_off(relation);
}

static size_t node_of(const struct context *context, const struct model *model)
{
	return (size_t)(model - context->declarations.models.at);
}

/* All nodes of a circle get one component. What a node reaches is known when it is left. */
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
			} else if (graph->nodes[to].on_stack && graph->nodes[to].index < node->low) {
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

/* From the models that refer to themselves back along the edges. */
static void mark_reaching(struct arena *arena, struct graph *graph, size_t count)
{
	VECTOR(size_t) *sources = arena_alloc(arena, count * sizeof *sources);
	VECTOR(size_t) queue = {0};
	struct edge *edge;
	size_t *source;

	for (size_t i = 0; i < count; i++)
		vector_each(edge, &graph->nodes[i].edges) {
			*vector_add(arena, &sources[edge->to]) = i;
			if (edge->to == i && !graph->nodes[i].reaches_itself) {
				graph->nodes[i].reaches_itself = true;
				*vector_add(arena, &queue) = i;
			}
		}
	for (size_t i = 0; i < queue.count; i++)
		vector_each(source, &sources[queue.at[i]])
			if (!graph->nodes[*source].reaches_itself) {
				graph->nodes[*source].reaches_itself = true;
				*vector_add(arena, &queue) = *source;
			}
}

void check_cycles(struct context *context)
{
	size_t count = context->declarations.models.count;
	struct graph graph = {.nodes = arena_alloc(context->arena, count * sizeof *graph.nodes)};
	const struct relation *relation;

	if (!context->settings.emulated)
		return;
	vector_each(relation, &context->relations)
		if (is_edge(relation))
			*vector_add(context->arena,
				    &graph.nodes[node_of(context, relation->model_a)].edges) =
				(struct edge){relation, node_of(context, relation->model_b)};
	for (size_t i = 0; i < count; i++)
		if (!graph.nodes[i].visited)
			find_components(context->arena, &graph, i);
	mark_reaching(context->arena, &graph, count);
	vector_each(relation, &context->relations) {
		if (!is_edge(relation))
			continue;
		const struct node *from = &graph.nodes[node_of(context, relation->model_a)];
		const struct node *to = &graph.nodes[node_of(context, relation->model_b)];
		if (from->component != to->component && !to->reaches_itself)
			continue;
		psl_error(context, relation->a->place, "the actions of '%s' go round in a circle",
			  relation->a->name.text);
		report_hint(context->report, "onDelete and onUpdate: NoAction or Restrict, on one "
					     "of the relations of the circle, break it");
	}
}
