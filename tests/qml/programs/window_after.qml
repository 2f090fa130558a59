// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

import QtInterprocess
import QtQuick

QtObject {
    readonly property SingleInstance single: SingleInstance {
        id: instance
        applicationId: "org.example.qml.window"
        onRequestReceived: (request) => request.reply(7)
        onRoleChanged: {
            if (secondary)
                Qt.exit(forward())
        }
    }
    readonly property Window window: Window {
        visible: instance.primary
    }
}
