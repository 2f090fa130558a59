// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

import QtQuick

// Uses the SingleInstance that main() creates in C++.
Window {
    id: window

    required property QtObject instance

    visible: true

    Connections {
        target: window.instance
        function onRequestReceived(request) {
            request.reply(request.arguments.length, request.workingDirectory)
        }
    }
}
