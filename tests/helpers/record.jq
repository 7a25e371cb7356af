# Converts records in JSON to text: jq -r -f record.jq

def escape($separators):
	{"\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\"} as $escapes
	| if . == "-" then "\\-"
	else split("") | map(. as $c | $escapes[$c] // if $separators | contains($c) then "\\" + $c else $c end) | join("")
	end;

def list: map(escape(",")) | join(",");

def key_part:
	[.column | escape(",:")]
	+ if .sort or .class then [.sort // ""] else [] end
	+ if .class then [.class | escape(",:")] else [] end
	| join(":");

def default($separators):
	if .kind == "list" then "list:" + (.value | map(default(",")) | join(","))
	elif .value then .kind + ":" + (.value | escape($separators))
	else .kind
	end;

def column_type:
	if startswith("unsupported ") then "unsupported " + (ltrimstr("unsupported ") | escape("")) else . end;

def fact:
	(.key | escape("=")) + "="
	+ (.value | if . == true then "" elif type == "array" then list else escape("") end);

# The names of tables and enums are escaped in JSON already: they may be paths.
def is_path($record):
	IN("table", "enum") or (. == "name" and ($record.kind | IN("table", "view", "enum")));

def field($record):
	.key as $key
	| .value
	| if . == null then "-"
	elif $key == "facts" then to_entries[] | fact
	elif $key == "references" then .table, (.columns | list)
	elif $key == "key" then map(key_part) | join(",")
	elif $key == "default" then default("")
	elif $key == "type" then column_type
	elif type == "array" then list
	elif type == "number" or ($key | is_path($record)) then tostring
	else escape("")
	end;

# Text joins these by a colon, and omits what is absent.
def as_in_text:
	if has("line") then {name, place: "\(.line):\(.column)"} + del(.line, .column) else . end
	| if has("rolled_back_at") and .detail == null then del(.detail) else . end;

as_in_text | . as $record | [to_entries[] | field($record)] | join("\t")
