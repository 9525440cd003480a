"""What the options of commands about models say, let people choose and offer while somebody types."""

from collections.abc import Mapping

from discord import app_commands
from discord.app_commands import locale_str

from bot.catalog.entry import Sign
from bot.catalog.taxonomy import Term, TermKind
from bot.huggingface.memory import CARD_SIZES_GB
from bot.interactions import choices
from bot.interactions.answers import AnyInteraction, RoutedCog
from bot.interactions.typed import read_term

Choice = app_commands.Choice

PRIVATE = locale_str("Show the answer only to you", key="opt-private")
MODEL = locale_str("Name, owner/name or task", key="opt-model")
CATEGORY = locale_str("Only this category", key="opt-category")
FRAMEWORK = locale_str("Only this framework", key="opt-framework")
FITS = locale_str("Memory of your card, as 24 GB", key="opt-fits")

SORTS = [
    Choice(name=locale_str("relevance", key="sort-relevance"), value="relevance"),
    Choice(name=locale_str("stars", key="sort-stars"), value="stars"),
    Choice(name=locale_str("stars gained in 30 days", key="sort-gained"), value="gained"),
    Choice(name=locale_str("recently active", key="sort-active"), value="active"),
    Choice(name=locale_str("newest", key="sort-newest"), value="newest"),
    Choice(name=locale_str("name", key="sort-name"), value="name"),
]
PERIODS = [
    Choice(name=locale_str(name, key=f"period-{days}"), value=days)
    for days, name in ((7, "7 days"), (30, "30 days"), (365, "a year"))
]
HEALTHS = [
    Choice(name=locale_str(name, key=f"health-{sign}"), value=sign.value)
    for sign, name in (
        (Sign.ACTIVE, "active"),
        (Sign.QUIET, "quiet"),
        (Sign.DORMANT, "dormant"),
        (Sign.ARCHIVED, "archived"),
        (Sign.GONE, "gone"),
        (Sign.MOVED, "moved"),
        (Sign.RELICENSED, "licence changed"),
        (Sign.RELEASED, "new release"),
    )
]


class OptionsCog(RoutedCog):
    """A cog whose commands take models, terms of the taxonomy or licences."""

    def read_terms(
        self, category: str | None, framework: str | None
    ) -> tuple[str | None, str | None]:
        """Return the keys of a category and a framework that were chosen or typed out.

        Raises:
            OptionError: there is no such term.
        """
        taxonomy = self.services.taxonomy
        return (
            read_term(category, TermKind.CATEGORY, taxonomy),
            read_term(framework, TermKind.FRAMEWORK, taxonomy),
        )

    async def offer_models(self, interaction: AnyInteraction, typed: str) -> list[Choice[str]]:
        """Offer entries by name, alias and task, popular first."""
        return await choices.entry_choices(typed, self.services, self.language(interaction))

    async def offer_queries(self, interaction: AnyInteraction, typed: str) -> list[Choice[str]]:
        """Offer entries as `offer_models` does; before anything is typed what rises, then tasks."""
        if typed.strip():
            return await self.offer_models(interaction, typed)
        return await choices.first_choices(self.services, self.language(interaction))

    async def offer_sizes(self, _interaction: AnyInteraction, typed: str) -> list[Choice[str]]:
        """Offer the memory of cards that people have."""
        start = "".join(filter(str.isdigit, typed))
        sizes = [f"{size} GB" for size in CARD_SIZES_GB if str(size).startswith(start)]
        return [Choice(name=size, value=size) for size in sizes[: choices.MOST_CHOICES]]

    async def offer_categories(self, interaction: AnyInteraction, typed: str) -> list[Choice[str]]:
        """Offer categories."""
        return self._terms(interaction, typed, self.services.taxonomy.categories)

    async def offer_frameworks(self, interaction: AnyInteraction, typed: str) -> list[Choice[str]]:
        """Offer frameworks."""
        return self._terms(interaction, typed, self.services.taxonomy.frameworks)

    async def offer_tasks(self, interaction: AnyInteraction, typed: str) -> list[Choice[str]]:
        """Offer tasks."""
        return self._terms(interaction, typed, self.services.taxonomy.tasks)

    async def offer_licenses(self, interaction: AnyInteraction, typed: str) -> list[Choice[str]]:
        """Offer licences and kinds of licence."""
        return choices.license_choices(
            typed, await self.services.catalog.licenses(), self.language(interaction)
        )

    async def offer_languages(self, interaction: AnyInteraction, typed: str) -> list[Choice[str]]:
        """Offer programming languages in use."""
        return choices.language_choices(typed, await self.services.catalog.languages())

    def _terms(
        self, interaction: AnyInteraction, typed: str, terms: Mapping[str, Term]
    ) -> list[Choice[str]]:
        return choices.term_choices(typed, terms, self.language(interaction))
