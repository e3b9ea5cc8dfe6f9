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
{{ 'abc'.startswith(('x', 'ab')) }} {{ 'abc'.endswith(('x', 'y')) }} {{ 'abc'.startswith('') }} {{ 'abc'.endswith(()) }}
{{ 'abc'.startswith(1) }}
{{ 'abc'.startswith(['a']) }}
{{ 'abc'.startswith() }}
{{ [{'a': {'b': 1}}, {'a': {'b': 2}}] | selectattr('a.b', 'gt', 1) | list }} {{ [{'a': {'b': 0}}, {'a': {'b': 2}}] | rejectattr('a.b') | list }}
{{ [{'a': {'b': [7, 8]}}] | map(attribute='a.b.1') | list }} {{ [{'a': 1}, {}] | map(attribute='a', default='-') | join }} {{ [['x', 'y']] | map(attribute=1) | list }}
{{ [{'a': 1}] | map(attribute='b.c') | list }}
{{ [{'items': 3}] | map(attribute='items') | list }}
{{ [1, 2.5] | sum }} {{ [] | sum }} {{ [{'n': 1}, {'n': 2}] | sum(attribute='n') }} {{ [1, 2] | sum(start=10) }} {{ [{'n': {'m': 0.5}}] | sum('n.m') }} {{ [[1], [2]] | sum(start=[]) }}
{{ ['a', 'b'] | sum }}
{{ [1, missing] | sum }}
{{ [1, 'a', 1, 'A', 'b', true, 1.0, none, none] | unique | list }} {{ ['a', 'A'] | unique(case_sensitive=true) | list }} {{ [{'k': 1, 'v': 2}, {'k': 1, 'v': 3}] | unique(attribute='k') | list }}
{{ [[1], [1]] | unique | list }}
{{ [{'k': 2}, {'k': 1}] | sort(attribute='k') }} {{ [{'k': 'b', 'n': 1}, {'k': 'a', 'n': 2}, {'k': 'B', 'n': 0}] | sort(attribute='k,n') | map(attribute='n') | list }} {{ [{'k': {'n': 2}}, {'k': {'n': 1}}] | sort(attribute='k.n', reverse=true) }}
{{ [['b', 1], ['a', 2], ['A', 3], ['a', 4]] | sort(attribute=0) }} {{ [['a', 1], ['b', 2], ['a', 3]] | sort(attribute=0, reverse=true) }} {{ ['b', 'A', 'a', 'B'] | sort }} {{ ['b', 'A', 'a', 'B'] | sort(case_sensitive=true) }}
{{ [1, 'a'] | sort }}
{{ [1] | sort(nothing=1) }}
{{ {'b': 2, 'A': 1, 'c': 0} | dictsort(by='value') }} {{ {'b': 2, 'A': 1} | dictsort(reverse=true) }} {{ {'b': 2, 'A': 1, 'B': 3} | dictsort(true) }}
{{ 7 // -1 }} {{ 7 % -1 }} {{ -7 // 2 }} {{ 7 // -2 }} {{ 7 % -2 }} {{ -7 % 2 }} {{ 7.5 // 2 }} {{ -7.5 // 2 }} {{ 7.5 % -2 }} {{ -7.5 % 2 }} {{ 6.0 % 3 }} {{ -6.0 % 3 }} {{ 1 // 0.1 }} {{ 0.3 % 0.1 }} {{ 7 / 2 }} {{ 8 / 2 }}
{% break %}
{% continue %}
{% for a in [1] %}{% macro m() %}{% break %}{% endmacro %}{% endfor %}
{% for a in [1, 2] %}{{ a }}{% for b in [] %}{% else %}{% break %}{% endfor %}{% endfor %}
{% for a in [1, 2] %}{{ a }}{% for b in [] %}{% else %}{% continue %}{% endfor %}x{% endfor %}
{% for a in [] %}{% else %}{% break %}{% endfor %}
{{ 'ab'.replace('', '-') }} {{ 'ab'.replace('', '-', 1) }} {{ ''.replace('', '-') }} {{ 'aaa'.replace('a', 'b', 2) }} {{ 'aaa'.replace('a', 'b', -1) }} {{ 'aaa'.replace('a', 'b', 0) }} {{ 'ab' | replace('', '-') }} {{ 'a1a' | replace(1, 2) }}
{{ 'ab'.split('') }}
{{ 'ab'.replace('a') }}
{{ 'ab'.replace('a', 1) }}
{{ 'abcb'.count('') }} {{ 'abcb'.find('') }} {{ 'a' in 'abc' }} {{ '' in 'abc' }} {{ 'aaaa'.count('aa') }} {{ 'aabaab'.find('aab') }} {{ 'ababac'.find('abac') }}
{{ 'a b c'.split(none, 1) }} {{ 'a b  c'.split(maxsplit=1) }} {{ 'a,b'.split(sep=',') }} {{ 'a,b,c'.split(',', -1) }}
{{ 'a'.strip(chars='a') }}
{{ 'a'.upper('x') }}
{{ ', '.join([1]) }}
{{ ', '.join('abc') }} {{ '-'.join({'x': 1, 'y': 2}) }}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(a=1, b=2) }}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, a=2) }}
{% macro m(a=1, b) %}{{ a }}{% endmacro %}
{% macro m(a) %}[{{ a }}]{% endmacro %}{{ m() }}{{ m(1) | upper }}
{{ strftime_now('%e|%Z|%z|%U|%W|%w|%u|%D|%R|%h|%c|%x|%X|%F|%T|%-e|%-m|%-H|%%%n%t.') }}
{{ (1, 2) }} {{ (1,) }} {{ () }} {{ [(1, 'a')] }} {{ {'a': (1, 2)} }} {{ (1, 2) | tojson }} {{ (1, 2) == [1, 2] }} {{ (1, 2) + (3,) }} {{ (1, 2)[0] }} {{ (1, 2, 3)[1:] }}
{{ [1] + (2,) }}
{{ {'a': 1}.items() | list }} {{ {'a': 1} | dictsort }} {{ {'a': 1}.keys() | list }} {{ {'a': 1}.values() | list }} {{ {'a': 1}.items() | length }}
{{ {'a': 1}.items()[0] }}|
{{ 'yes' if [1] | select('equalto', 2) }} {{ 'yes' if [] | list else 'no' }} {{ 'yes' if {}.items() else 'no' }}
{{ [1, 2] | select | length }}
{{ ([1, 2] | select)[0] }}|
{{ [1, 2] | select | last }}
{{ [1, 2] | select | first }} {{ [2, 1] | select | sort }} {{ [1, 2] | reverse | join(',') }} {{ 'abc' | reverse }} {{ range(3) | list }} {{ range(5)[1] }} {{ range(3) | length }} {{ range(5)[1:3] | list }} {{ range(2) == [0, 1] }}
{{ range(3) + [1] }}
{{ range(9223372036854775800, 9223372036854775807, 5) | list }} {{ 'abc'[::9223372036854775807] }} {{ 'abc'[::-9223372036854775807] }} {{ [1, 2][9223372036854775807:] }} {{ [1, 2][-9223372036854775807:] }} {{ 'abc'[-9223372036854775807] }}|{{ [1][9223372036854775807] }}
{{ bos_token['x':] }}
{{ ([1] | select)[1:] }}
{{ messages[0][1:] }}
{{ missing[1:] }}
{{ 'abc'[::0] }}
{{ 'abc'[none:2] }} {{ 'abc'[-1] }} {{ 'abc'[3] }}|{{ 'abc'[-4] }}|{{ 'abc'[-3] }}
{{ [1, 2, 3][1 2] }}
{{ "it's a test-case (x) [y] {z} <q>" | title }} {{ "it's a test-case" .title() }} {{ 'ΑΣ ΑΣΑ Σ'.lower() }} {{ 'ΑΣ' | lower }} {{ 'ΑΣ' | capitalize }} {{ 'ǆx' | capitalize }} {{ 'ßx' | title }}
{{ 'a\r\nb\x0cc\u2028d\n' | indent(2) }}|{{ 'a\n\nb' | indent(2, blank=true) }}|{{ 'a\nb' | indent(-1) }}|{{ 'a\nb' | indent('> ') }}|{{ '' | indent(2, true) }}|{{ '\na' | indent(2, true) }}
{{ [1] | tojson(indent=-1) }} {{ [[1], {}] | tojson(indent=1) }} {{ {'a': [1, 2]} | tojson(separators=(',', ':')) }} {{ {'a': [1]} | tojson(indent=none) }} {{ [1, 2] | tojson(indent=' ') }} {{ [1, 2] | tojson(indent=0) }}
{{ [1] | tojson(nothing=2) }}
{{ '%s-%s' % ('a', 1) }} {{ '%s' % 'a' }} {{ '100%% %s' % [1] }}
{{ '%s' % ('a', 'b') }}
{{ '%s %s' % 'a' }}
{{ 'plain' % 'a' }}
{{ 3 * 'ab' }} {{ [1] * 2 }} {{ 'a' * -1 }}| {{ 'a' * true }} {{ 2 * (1,) }}
{{ 'a' * 'b' }}
{{ 'a' * 1.0 }}
{{ ['\u200b\xad\u00e9\ue000\U000e0001 \xa0'] }} {{ ['\x7f\x00'] }} {{ ["a\x0b"] }}
{{ 'x' | safe }} {{ ('<b>' | upper) | safe }}
{{ 1 is sameas 1.0 }} {{ true is sameas true }} {{ true is sameas 1 }} {{ none is sameas none }} {{ none is sameas false }}
{{ 2 is ge 2 }} {{ 2 is le 1 }} {{ 3 is not odd }} {{ -3 is odd }} {{ 2.0 is even }} {{ missing is callable }} {{ 9 is divisibleby(3) }} {{ missing is iterable }} {{ missing is sequence }} {{ range(1) is sequence }} {{ ([1] | select) is sequence }} {{ ([1] | select) is iterable }} {{ false is false }} {{ 0 is false }} {{ 'a' is false }} {{ false is not false }}
{{ 1 is defined(2) }}
{{ 1 is eq }}
{{ 1 is number is true }}
{{ 'a' is odd }}
{{ 'x' is string if true }}
{{ '\101\60\0' }} {{ '\x41' }} {{ '\q' }}
{{ '\x4' }}
{{ '\u12' }}
{{ loop is defined }}{% for x in [1, 2] %}{{ loop.depth }}{{ loop.depth0 }}{{ loop.cycle is defined }}{% endfor %}
{% generation %}{% set x = 1 %}{{ x }}{% endgeneration %}{{ x }}|
{% for a in [1] %}{% generation %}{% break %}{% endgeneration %}{% endfor %}
{% filter upper %}{% set x = 1 %}a{% endfilter %}{{ x }}|{% set y %}{% set x = 2 %}b{% endset %}{{ x }}{{ y }}
{% for ns.a in [1] %}{% endfor %}
{{ dict(a=1, b=2) }} {{ dict({'a': 1}, c=3) }} {{ namespace(a=1).a }} {{ namespace({'a': 2}).a }} {{ {'a': 1} == {'a': 1.0} }}
{{ namespace(a=1, b='x') }}
{{ namespace(1, 2) }}
{{ 9007199254740993 == 9007199254740992 }} {{ 9007199254740993 < 9007199254740992.0 }} {{ 9007199254740993 }} {{ '9007199254740993' | int }} {{ 1e3 }} {{ 1.5e-3 * 2 }} {{ 2E+2 }} {{ 1e3 is float }}
{{ '0x10' | float }} {{ '0x10' | int }} {{ ' 3 ' | int }} {{ '3.9' | int }} {{ '-2' | int }} {{ 'inf' | float }} {{ '1e3' | float }} {{ '' | int(7) }} {{ [] | int }} {{ none | float }} {{ true | int }} {{ 'x' | int('d') }}
{{ missing | int }}
{{ missing | float }}
{{ missing | trim }}|{{ missing | length }}|{{ missing | list }}|{{ missing | join }}|{{ missing | first }}|{{ missing | upper }}|{{ 'a' in missing }}
{{ raise_exception() }}
{{ 'a' | trim('a', 'b') }}
{{ 'xax' | trim('x') }} {{ ' a ' | trim(none) }} {{ 'a' | upper }}
{{ [1, [2, 'a'], {'b': none}] == [1, [2, 'a'], {'b': none}] }} {{ [1, 2] < [1, 3] }} {{ [1] < [1, 2] }} {{ (1, 2) < (1, 3) }}
{{ [1] < (2,) }}
{{ none < 1 }}
{{ f(a=1, 2) }}
{#-#}a{# -#} b {##} c
{{ ['a', 'b'] | join(', ') }} {{ [{'x': {'y': 1}}, {'x': {'y': 2}}] | join('-', attribute='x.y') }} {{ [1, none, missing] | join('|') }}
{{ messages | map(attribute='role') | unique | join(',') }} {{ ['a', 'b'] | map('replace', 'a', 'c') | list }} {{ [[1, 2], [3]] | map('join', '+') | list }} {{ [[3, 1]] | map('sort', reverse=true) | list }}
{% for k, v in {'a': 1} | items %}{{ k }}{{ v }}{% endfor %}{{ missing | items | list }}
{{ 'abc' | items | list }}
""".strip("\n")

# What Jinja renders and this package refuses, rather than to render it otherwise.
REFUSED = r"""
{{ 9223372036854775807 + 1 }}
{{ 9223372036854775808 }}
{{ (-9223372036854775807 - 1) | abs }}
{{ -(-9223372036854775807 - 1) }}
{{ (-9223372036854775807 - 1) // -1 }}
{{ 9223372036854775807 * 2 }}
{{ '99999999999999999999' | int }}
{{ 'a' | indent(1001) }}
{{ ('<b>' | safe) + '<' }}
{{ ('<b>' | safe) ~ '<' }}
{{ '%d' % 1 }}
{{ strftime_now('%Q') }}
{{ strftime_now('%f') }}
{{ 'a'.zfill(3) }}
{{ 'a\nb'.splitlines() }}
{{ {'a': 1}.copy() }}
{{ range }}
{{ range(3) }}
{{ [1] | select }}
{{ 'a'.split }}
{{ [namespace()] }}
{{ 'a' | wordcount }}
{{ 'a' is lower }}
{{ 'a' is sameas 'a' }}
{{ '<' | safe | trim }}
{% for x in [1] %}{{ loop.cycle('a') }}{% endfor %}
{{ 'é' | tojson(ensure_ascii=true) }}
{{ '10' | int(0, 16) }}
{{ '\N{BULLET}' }}
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
        "a\n", "a\n\n", "a\r\nb\rc", "{% raw %}\n x {{ {% endraw %}\ny",
        "{% raw -%} x {%- endraw %} y", "a\n  {% raw %}b\n  {% endraw +%}\nc", "{{ 'a\\\nb' }}",
        "a\n {%- raw %} {% if %} {%raw%} {% endraw -%}   z", "x{% if true %}\n y\n{% endif %}\nz\n", "{# c #}\nx", " {{ 1 }}\n {{ 2 }}",
        "{% for x in [1,2] -%}\n  {{ x }}\n{%- endfor %}\n\nend", "\t {% set a = 1 %}\n{{ a }}", "", "{", "{ {", "}}",
        "{%- for m in messages %}\n    {%- if loop.first %}\n F\n    {%- endif %}\n {{ m.role }}\n{%- endfor %}\n",
    ]


def render(source, chat, prompt, variables):
    try:
        rendered, _ = chat_template_utils.render_jinja_template(
            [chat], chat_template=source, add_generation_prompt=prompt, **variables)
        return {"text": rendered[0]}
    # The second is that of the code that Jinja makes: for a break outside a loop.
    except (jinja2.exceptions.TemplateSyntaxError, SyntaxError):
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
    refused_cases = [{"source": source} for source in REFUSED.split("\n")]
    assert all("text" in render(case["source"], [], False, {}) for case in refused_cases)
    (HERE / "expected.json").write_text(json.dumps(
        {"now": NOW.isoformat(), "variables": VARIABLES, "chats": CHATS, "cases": cases,
         "snippets": snippet_cases, "refused": refused_cases}, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
