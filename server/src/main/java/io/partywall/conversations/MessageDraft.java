package io.partywall.conversations;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** What a member says: its role is not for them to choose. */
record MessageDraft(@NotBlank @Size(max = 20_000) String content) {}
