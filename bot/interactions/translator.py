"""The commands' descriptions in Chinese."""

import discord
from discord import app_commands

from bot.i18n import Locale
from bot.services import Services


class Translator(app_commands.Translator):
    """Gives Discord the Chinese descriptions of commands and options; names stay English."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return the Chinese text that the string's ``key`` names; None keeps the English one."""
        key = string.extras.get("key")
        if key and locale in (discord.Locale.chinese, discord.Locale.taiwan_chinese):
            return self._services.languages[Locale.CHINESE](key)
        return None
