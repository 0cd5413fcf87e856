"""A strict local Telegram on loopback: Bot API server, control API, page, test client."""

from bot.sandbox.client import ComplaintError, NotAllowedError, SandboxClient
from bot.sandbox.conversation import Button, Conversation, Heard, NotHeardError, SandboxPerson
from bot.sandbox.scene import demo_scene, empty_scene
from bot.sandbox.server import Sandbox, create_server, serve
from bot.sandbox.state import BotAccount
from bot.sandbox.world import World

__all__ = [
    "BotAccount",
    "Button",
    "ComplaintError",
    "Conversation",
    "Heard",
    "NotAllowedError",
    "NotHeardError",
    "Sandbox",
    "SandboxClient",
    "SandboxPerson",
    "World",
    "create_server",
    "demo_scene",
    "empty_scene",
    "serve",
]
