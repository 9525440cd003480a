"""Checks before a command runs: the interaction's data made harmless, and options beyond its definition."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import discord
from discord import app_commands
from discord.app_commands.commands import Parameter

from bot.interactions.answers import AnyInteraction
from bot.interactions.user_error import OptionError
from bot.ui.text import code

# Discord's own limits of an option's value.
LONGEST_TEXT = 6_000
MOST_NUMBER = 2**53
_MOST_ID = 2**64

_Type = discord.AppCommandOptionType
_RESOLVED = {
    _Type.user: ("users",),
    _Type.channel: ("channels",),
    _Type.role: ("roles",),
    _Type.mentionable: ("users", "roles"),
    _Type.attachment: ("attachments",),
}
_NESTED = (_Type.subcommand.value, _Type.subcommand_group.value)


def clean_data(value: object) -> object:
    """Return an interaction's data without NUL and halves of a surrogate pair, no text longer than Discord lets it be."""
    if isinstance(value, str):
        text = value[:LONGEST_TEXT].replace("\0", "")
        return text.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {name: clean_data(part) for name, part in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [clean_data(part) for part in cast("list[object]", value)]
    return value


def sent_options(interaction: AnyInteraction) -> Mapping[str, Mapping[str, Any]]:
    """Return the options of the command itself, by name, as they were sent."""
    data = cast("dict[str, Any]", interaction.data or {})
    options = _listed(data)
    while len(options) == 1 and options[0].get("type") in _NESTED:
        options = _listed(options[0])
    return {str(option["name"]): option for option in options if "name" in option}


def usable_options(interaction: AnyInteraction, faults: Iterable[OptionError]) -> dict[str, object]:
    """Return what was sent for the options without a fault, by name."""
    wrong = {fault.option for fault in faults}
    sent = sent_options(interaction)
    return {name: option.get("value") for name, option in sent.items() if name not in wrong}


def faults_of(interaction: AnyInteraction) -> list[OptionError]:
    """Return the first way in which options break their command's definition; Discord itself sends none such."""
    command = interaction.command
    if not isinstance(command, app_commands.Command):
        return []
    sent = sent_options(interaction)
    data = cast("dict[str, Any]", interaction.data or {})
    resolved = cast("dict[str, Any]", data.get("resolved") or {})
    faults: list[OptionError] = []
    for parameter in cast("Sequence[Parameter]", command.parameters):
        option = sent.get(parameter.display_name)
        if option is None:
            if parameter.required:
                faults.append(_fault(parameter, "missing"))
        elif fault := _fault_of(parameter, option, resolved):
            faults.append(fault)
    return faults


def drop_options(interaction: AnyInteraction) -> None:
    """Leave of an autocomplete's options only the one that somebody is typing, as text."""
    data = cast("dict[str, Any]", interaction.data or {})
    holder = data
    while (inner := _listed(holder)) and inner[0].get("type") in _NESTED:
        holder = inner[0]
    typed = [option for option in _listed(holder) if option.get("focused")]
    holder["options"] = [
        {**option, "type": _Type.string.value, "value": _text(option.get("value"))}
        for option in typed[:1]
    ]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _listed(holder: Mapping[str, Any]) -> list[dict[str, Any]]:
    options: object = holder.get("options")
    found = cast("list[object]", options) if isinstance(options, list) else []
    return [cast("dict[str, Any]", option) for option in found if isinstance(option, dict)]


def _fault_of(
    parameter: Parameter, option: Mapping[str, Any], resolved: Mapping[str, Any]
) -> OptionError | None:
    value: object = option.get("value")
    if option.get("type") != parameter.type.value or not _has_type(parameter.type, value):
        return _fault(parameter, "unreadable")
    if parameter.choices and value not in [choice.value for choice in parameter.choices]:
        offered = [(choice.name, str(choice.value)) for choice in parameter.choices]
        names = ", ".join(code(name, 40) for name, _ in offered)
        return _fault(parameter, "choice", offered, typed=code(str(value), 40), names=names)
    if parameter.type in (_Type.integer, _Type.number):
        least = _bound(parameter.min_value, -MOST_NUMBER)
        most = _bound(parameter.max_value, MOST_NUMBER)
        if not least <= cast("float", value) <= most:
            return _fault(parameter, "range", least=str(least), most=str(most))
    if parameter.type in _RESOLVED:
        return _fault_of_reference(parameter, str(value), resolved)
    return None


def _bound(limit: float | None, otherwise: int) -> float:
    return otherwise if limit is None else limit


def _has_type(kind: discord.AppCommandOptionType, value: object) -> bool:
    match kind:
        case _Type.boolean:
            return isinstance(value, bool)
        case _Type.integer:
            return isinstance(value, int) and not isinstance(value, bool)
        case _Type.number:
            return isinstance(value, int | float) and not isinstance(value, bool)
        case _:
            return isinstance(value, str)


def _fault_of_reference(
    parameter: Parameter, number: str, resolved: Mapping[str, Any]
) -> OptionError | None:
    """Check that Discord sent the object of an id along: it does for objects of this server alone."""
    is_id = number.isascii() and number.isdecimal() and len(number) <= len(str(_MOST_ID))
    if not is_id or int(number) >= _MOST_ID:
        return _fault(parameter, "unreadable")
    found = [
        cast("Mapping[str, Any]", things[number])
        for things in _maps(resolved.get(kind) for kind in _RESOLVED[parameter.type])
        if isinstance(things.get(number), dict)
    ]
    if not found:
        return _fault(parameter, "unseen")
    kinds = [kind.value for kind in parameter.channel_types]
    if kinds and found[0].get("type") not in kinds:
        return _fault(parameter, "unreadable")
    return None


def _maps(values: Iterable[object]) -> Iterable[Mapping[str, Any]]:
    return (cast("Mapping[str, Any]", value) for value in values if isinstance(value, dict))


def _fault(
    parameter: Parameter,
    what: str,
    offered: Sequence[tuple[str, str]] = (),
    **values: str,
) -> OptionError:
    name = parameter.display_name
    return OptionError(name, f"error-option-{what}", offered, option=code(name, 32), **values)
