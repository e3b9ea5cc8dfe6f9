"""Renders the templates of this folder, and many small ones, as `transformers` does.

Run with transformers 5.23.0 and jinja2 3.1.6 (no torch needed):  python make_chat_templates.py
"""
import datetime
import json
import pathlib

import jinja2
from transformers.utils import chat_template_utils

HERE = pathlib.Path(__file__).parent
NOW = datetime.datetime(2026, 3, 7, 9, 5, 8)


class FrozenDate(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return NOW


chat_template_utils.datetime = FrozenDate

SYSTEM = {"role": "system", "content": "  You are Zoë.\n\nStay in character. "}
USER = {"role": "user", "content": "How old are you? {{ not }} {% code %}"}
ANSWER = {"role": "assistant", "content": " I'm 28.\n"}
THOUGHT = {"role": "assistant", "content": "<think>\nhm\n</think>\n\nTwenty-eight."}
CHATS = {
    "empty": [], "system": [SYSTEM], "user": [USER], "assistant": [ANSWER],
    "system-user": [SYSTEM, USER], "user-assistant": [USER, ANSWER],
    "system-user-assistant": [SYSTEM, USER, ANSWER],
    "long": [SYSTEM, USER, ANSWER, USER, THOUGHT, USER],
    "user-user": [USER, USER], "thought": [USER, THOUGHT], "tool": [USER, {"role": "tool", "content": "{}"}],
    "late system": [USER, SYSTEM], "odd role": [{"role": "narrator", "content": "é日\u0301"}, USER],
}
VARIABLES = {"bos_token": "<s>", "eos_token": "</s>"}

# Small templates, each for a rule of Jinja.
SNIPPETS = r"""
{{ 1 + 2 * 3 - 4 // 3 }} {{ 7 % 3 }} {{ -7 // 2 }} {{ -7 % 3 }} {{ 1 / 4 }} {{ 2.5 * 2 }}
{{ 'a' ~ 1 ~ none ~ true }} {{ 'a' 'b' }} {{ "x\n\ty\\ \'q\' \u00e9" }}
{{ missing }}|{{ missing is defined }}|{{ missing is not defined }}|{{ missing | default('d') }}|{{ '' | default('e', true) }}
{{ missing.attribute }}
{{ missing['a'] }}
{{ missing() }}
{{ missing + 1 }}
{{ messages[0].nothing }}|{{ messages[0].nothing is undefined }}
{{ messages[0].nothing.more }}
{{ messages[99] }}|{{ messages[99] is defined }}
{{ messages[99]['role'] }}
{{ raise_exception('Only these roles: ' + bos_token) }}
{% for x in [1, 2, 3] %}{{ loop.index }}/{{ loop.length }}{{ '' if loop.last else ', ' }}{% endfor %}
{% for x in [] %}a{% else %}none{% endfor %}{% for x in missing %}a{% else %}undefined{% endfor %}
{% for x in range(10) if x is odd %}{{ x }}{{ loop.first }}{{ loop.revindex }} {% endfor %}
{% for x in range(5) %}{% if x == 1 %}{% continue %}{% endif %}{% if x == 3 %}{% break %}{% endif %}{{ x }}{% endfor %}
{% for k, v in {'a': 1, 'b': [2, 'x']}.items() %}{{ k }}={{ v }};{% endfor %}
{% for m in messages[::-1] %}{{ m.role }} {% endfor %}{{ 'abcdef'[1:4] }}{{ 'abcdef'[-2:] }}{{ 'abc'[::-1] }}{{ [1,2,3][:-1] }}
{% set x = 1 %}{% for i in [1] %}{% set x = 2 %}{{ x }}{% endfor %}{{ x }}{% if true %}{% set x = 3 %}{% endif %}{{ x }}
{% set ns = namespace(found=false, n=0) %}{% for i in range(4) %}{% set ns.n = ns.n + i %}{% set ns.found = true %}{% endfor %}{{ ns.found }} {{ ns.n }}
{% set text %} a {{ 1 }} b {% endset %}[{{ text }}]{% set t | trim | upper %} q {% endset %}[{{ t }}]
{% macro hello(name, punctuation='!') %}Hello {{ name }}{{ punctuation }}{% endmacro %}{{ hello('a') }}{{ hello(name='b', punctuation='?') }}{{ hello() }}
{% filter upper %}shout {{ 'é' }}{% endfilter %}
{{ 'yes' if 1 > 2 }}|{{ 'yes' if 1 < 2 }}|{{ 'a' if false else 'b' if false else 'c' }}
{{ 1 < 2 < 3 }} {{ 1 < 3 < 2 }} {{ 'a' < 'b' }} {{ 1 == 1.0 }} {{ true == 1 }} {{ 'a' == 1 }} {{ none == false }}
{{ 'b' in 'abc' }} {{ 'd' not in 'abc' }} {{ 2 in [1, 2] }} {{ 'role' in messages[0] }} {{ not 'x' in [] }}
{{ [] or 'empty' }} {{ 'a' and 'b' }} {{ not [] }} {{ 0 or none }} {{ (1, 2) | length }}
{{ '  x ' | trim }}|{{ '  x '.strip() }}|{{ '  x '.lstrip() }}|{{ '  x '.rstrip() }}|{{ 'xxaxx'.strip('x') }}|{{ '\n\na\n'.lstrip('\n') }}
{{ 'a,b,,c'.split(',') }} {{ ' a  b '.split() }} {{ 'a</think>b</think>c'.split('</think>')[-1] }} {{ 'a-b-c'.split('-', 1) }}
{{ 'abc'.startswith('ab') }} {{ 'abc'.endswith('ab') }} {{ 'Abc'.lower() }} {{ 'abc'.upper() }} {{ 'hello world'.title() }} {{ 'hELLO'.capitalize() }}
{{ 'a-b-a'.replace('a', 'x') }} {{ 'a-b-a' | replace('a', 'y') }} {{ 'abab'.find('b') }} {{ 'abab'.count('ab') }} {{ ', '.join(['a', 'b']) }}
{{ [1, 'a', none, true, 2.5, {'k': 'v'}] }} {{ 'it''s' }} {{ ["it's"] }} {{ ['a"b'] }} {{ ['\n\\'] }}
{{ {'a': [1, 2.0, none, true], 'b': 'é"\n'} | tojson }} {{ [] | tojson }} {{ {} | tojson }} {{ '<&>\'' | tojson }}
{{ {'b': [1, {'c': 2}], 'a': []} | tojson(indent=2) }} {{ {'b': 1, 'a': 2} | tojson(sort_keys=true) }}
{{ messages | length }} {{ '日本' | length }} {{ messages | map(attribute='role') | join(',') }} {{ [1,2,3] | join }}
{{ messages | selectattr('role', 'equalto', 'user') | list | length }} {{ messages | rejectattr('role', 'equalto', 'user') | map(attribute='role') | list }}
{{ [1, 2, 3, 4] | select('odd') | list }} {{ [1, 0, 2] | select | list }} {{ ['a', 'B'] | map('upper') | list }} {{ [3, 1, 2] | sort }} {{ ['b', 'A'] | sort(reverse=true) }}
{{ {'b': 1, 'a': 2} | dictsort | tojson }} {{ {'a': 1} | items | list | tojson }} {{ [1, 2] | first }}{{ [1, 2] | last }} {{ [1, 2] | reverse | list }} {{ [1, 1, 2] | unique | list }}
{{ '3' | int + 1 }} {{ 'x' | int }} {{ '2.5' | float }} {{ 3.7 | int }} {{ -3 | abs }} {{ 5 | string + 'a' }} {{ 'a' | upper | lower }}
{{ 'text' is string }} {{ 1 is number }} {{ {} is mapping }} {{ [] is iterable }} {{ 'x' is sequence }} {{ true is boolean }} {{ none is none }} {{ 4 is divisibleby 2 }} {{ 1 is string }} {{ true is true }} {{ 3 is eq 3 }} {{ 2 is in [1, 2] }}
{{ 'a\nb\n\nc' | indent(2) }}|{{ 'a\nb' | indent(2, true) }}
{{ messages[0]['role'] }} {{ messages[0].role }} {{ messages[-1].content.strip() }} {{ messages[0].get('x') }} {{ messages[0].get('x', 'y') }}
{{ strftime_now('%d %b %Y') }} {{ strftime_now('%A %B %-d, %H:%M:%S %p %I %j %y %%') }}
{# a comment #}a{#- b -#}  c  {#+ d #} e
{% raw %}{{ raw }} {% if %}{% endraw %} x
  {%- if true -%}  a  {%- endif %}  b
    {% if true %}
    indented
    {% endif %}
  tail
a {%+ if true %} b {% endif +%}
{{- 'x' -}}   y   {{ 'z' }}
{% generation %}kept{% endgeneration %}!
{{ tools is none }} {{ tools is defined }} {{ documents }} {{ add_generation_prompt }} {{ bos_token + eos_token }}
{{ 'a' + 1 }}
{{ 1 + 'a' }}
{{ 1 // 0 }}
{{ 'a' | nofilter }}
{{ 1 is notest }}
{% if true %}open
{% endif %}
{{ 1 + }}
{{ 'open
{{ [1, 2 }}
{% unknown %}
{{ 1 | length }}
{% for x in 5 %}{% endfor %}
{% set x.y = 1 %}
{{ 'a'.nothing }}|
{{ 'a'.nothing() }}
{{ range(100001) | length }}
{{ messages == messages }} {{ messages[0] == messages[1] }} {{ loop is defined }}
{% for a in [1, 2] %}{% for b in [3, 4] %}{{ loop.index0 }}{{ a }}{{ b }} {% endfor %}{{ loop.index }}{% endfor %}
{% for m in messages %}{{ loop.previtem.role if loop.previtem is defined }}>{{ loop.nextitem.role if loop.nextitem is defined }} {% endfor %}
{% set a, b = 1, 2 %}{{ a }}{{ b }} {{ {'a': 1}['a'] }} {{ {'a': 1}.a }} {{ [[1, 2], [3]][0][1] }}
{{ 'x' * 3 }} {{ 'ß' | upper }} {{ 'İ' | lower | length }} {{ '%s-%s' | length }}
{{ ([1, 2] + [3]) | length }} {{ -2 | abs }} {{ (-2) | abs }} {{ not true or true }} {{ 1 if true else 2 + 1 }}
""".strip("\n")


def snippets():
    """Lines that begin with two spaces or a plain word continue the template before them."""
    joined, result = [], []
    for line in SNIPPETS.split("\n"):
        if line.startswith("    {%") or line.startswith("    indented") or line == "  tail":
            joined.append(line)
            continue
        if joined:
            result.append("\n".join(joined))
            joined = []
        result.append(line)
    return result + [
        "a\n", "a\n\n", "a\r\nb\rc", "x{% if true %}\n y\n{% endif %}\nz\n", "{# c #}\nx", " {{ 1 }}\n {{ 2 }}",
        "{% for x in [1,2] -%}\n  {{ x }}\n{%- endfor %}\n\nend", "\t {% set a = 1 %}\n{{ a }}", "", "{", "{ {", "}}",
        "{%- for m in messages %}\n    {%- if loop.first %}\n F\n    {%- endif %}\n {{ m.role }}\n{%- endfor %}\n",
    ]


def render(source, chat, prompt, variables):
    try:
        rendered, _ = chat_template_utils.render_jinja_template(
            [chat], chat_template=source, add_generation_prompt=prompt, **variables)
        return {"text": rendered[0]}
    except jinja2.exceptions.TemplateSyntaxError:
        return {"error": "syntax"}
    except jinja2.exceptions.UndefinedError as error:
        return {"error": "undefined", "message": str(error)}
    except jinja2.exceptions.TemplateError as error:
        return {"error": "raised", "message": str(error)}
    except Exception as error:
        return {"error": "other", "message": f"{type(error).__name__}: {error}"}


def main():
    cases = []
    for path in sorted(HERE.glob("*.jinja")):
        for name, chat in CHATS.items():
            for prompt in [False, True]:
                for extra in [{}, {"enable_thinking": False}] if "qwen3" in path.name else [{}]:
                    variables = {**VARIABLES, **extra}
                    answer = render(path.read_text("utf-8"), chat, prompt, variables)
                    cases.append({
                        "template": path.name, "chat": name, "prompt": prompt,
                        "thinking": extra.get("enable_thinking"), **answer})
    snippet_cases = [
        {"source": source, **render(source, CHATS["system-user-assistant"], False, VARIABLES)}
        for source in snippets()]
    (HERE / "expected.json").write_text(json.dumps(
        {"now": NOW.isoformat(), "variables": VARIABLES, "chats": CHATS, "cases": cases,
         "snippets": snippet_cases}, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
