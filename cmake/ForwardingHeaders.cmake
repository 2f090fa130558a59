# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

# Generates headers in ${PROJECT_BINARY_DIR}/include/QtInterprocess:
#
# - version.h
# - one header for each class, in Qt's style: <QtInterprocess/LocalSocket>
# - <QtInterprocess/QtInterprocess>, which includes all public headers
#
# Add a line below for each new class. Headers of other platforms are generated too: they name the
# alternative.

# header without .h | class
set(qtinterprocess_forwarders
    "access|Access"
    "activatewindow|ActivateWindow"
    "childhandles|ChildHandles"
    "credentials|PeerCredentials"
    "device|Device"
    "error|Error"
    "fifo|Fifo"
    "global|Global"
    "instancerequest|InstanceRequest"
    "lingerlimits|LingerLimits"
    "lingerlimits|LingerStatus"
    "linereader|LineReader"
    "localname|LocalName"
    "localserver|LocalServer"
    "localsocket|LocalSocket"
    "messagechannel|MessageChannel"
    "messagedevice|MessageDevice"
    "namedpipeimpersonation|NamedPipeImpersonation"
    "namedpipeoptions|NamedPipeOptions"
    "namedpipeserver|NamedPipeServer"
    "namedpipesocket|NamedPipeSocket"
    "ownedhandle|OwnedHandle"
    "packetpipe|PacketPipe"
    "packetpipe|PacketPipeReader"
    "packetpipe|PacketPipeWriter"
    "pipe|Pipe"
    "pipereader|PipeReader"
    "pipesocket|PipeHandles"
    "pipesocket|PipeSocket"
    "pipewriter|PipeWriter"
    "processexit|ProcessExit"
    "processwatcher|ProcessWatcher"
    "pump|Pump"
    "reconnectingclient|ReconnectingClient"
    "server|Server"
    "sharedimage|SharedImage"
    "sharedmemory|SharedMemory"
    "sharedmemoryconsumer|SharedMemoryConsumer"
    "sharedmemoryconsumer|SharedMemoryFrame"
    "sharedmemorypool|SharedMemoryBuffer"
    "sharedmemorypool|SharedMemoryPool"
    "signalinfo|SignalInfo"
    "signals|Signals"
    "signalwatcher|SignalWatcher"
    "singleinstance|SingleInstance"
    "termination|Termination"
    "unixactivation|UnixActivation"
    "unixaddress|UnixAddress"
    "unixdatagram|UnixDatagram"
    "unixdatagramsocket|UnixDatagramSocket"
    "unixseqpacketserver|UnixSeqPacketServer"
    "unixseqpacketsocket|UnixSeqPacketSocket"
    "unixserver|UnixServer"
    "unixsocket|UnixSocket")

set(qtinterprocess_generated_headers ${PROJECT_BINARY_DIR}/include/QtInterprocess/version.h)
configure_file(${PROJECT_SOURCE_DIR}/cmake/version.h.in ${PROJECT_BINARY_DIR}/include/QtInterprocess/version.h @ONLY)

set(forwarded)
foreach(entry IN LISTS qtinterprocess_forwarders)
    string(REPLACE "|" ";" entry "${entry}")
    list(GET entry 0 header)
    list(GET entry 1 class)
    if(NOT EXISTS ${PROJECT_SOURCE_DIR}/include/QtInterprocess/${header}.h)
        message(FATAL_ERROR "cmake/ForwardingHeaders.cmake forwards ${class} to ${header}.h, which does not exist.")
    endif()
    set(forwarder ${PROJECT_BINARY_DIR}/include/QtInterprocess/${class})
    configure_file(${PROJECT_SOURCE_DIR}/cmake/forwarder.h.in ${forwarder} @ONLY)
    list(APPEND qtinterprocess_generated_headers ${forwarder})
    list(APPEND forwarded ${header}.h)
endforeach()

file(GLOB qtinterprocess_public_headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/QtInterprocess/*.h)
set(everywhere)
set(on_unix)
set(on_windows)
foreach(header IN LISTS qtinterprocess_public_headers)
    get_filename_component(name ${header} NAME)
    if(NOT name IN_LIST forwarded)
        message(FATAL_ERROR "${name} has no line in cmake/ForwardingHeaders.cmake.")
    endif()
    if(name MATCHES "^(unix|fifo)")
        string(APPEND on_unix "#    include <QtInterprocess/${name}>\n")
    elseif(name MATCHES "^namedpipe")
        string(APPEND on_windows "#    include <QtInterprocess/${name}>\n")
    else()
        string(APPEND everywhere "#include <QtInterprocess/${name}>\n")
    endif()
endforeach()
set(umbrella ${PROJECT_BINARY_DIR}/include/QtInterprocess/QtInterprocess)
configure_file(${PROJECT_SOURCE_DIR}/cmake/umbrella.h.in ${umbrella} @ONLY)
list(APPEND qtinterprocess_generated_headers ${umbrella})
